import type { SourceInfo, SourceStatus } from '../../../shared/contract/source.ts';
import type { Capability, FormatId, FsyncPolicy, ValueType } from '../../../shared/model.ts';
import type {
  Change,
  MaintenanceOptions,
  MaintenanceResult,
  SavePoint,
  Store,
  Written,
} from '../../engine/api.ts';
import type { Format } from '../../formats/log/format.ts';
import type { FunctionLibrary, LiveKey } from '../../formats/log/live-key.ts';
import type { Log } from '../../formats/log/log.ts';
import type { OpenedPlace } from '../storage/opened-place.ts';

/** One key as a row of a table needs it. Positions in bytes; `id` is the source's own handle of the key. */
export interface KeyFacts {
  type: ValueType;
  expired: boolean;
  valueLength: number;
  recordLength: number;
  expireAt: number | null;
  /** 0 = not known. */
  versions: number;
  seq: number;
  file: string;
  offset: number;
}

/**
 * Keys of one moment in byte order. `ids` is a typed array so that a million keys are filtered and sorted
 * without an object for each; facts are made for the rows that are shown.
 */
export interface KeySet {
  readonly ids: Uint32Array;
  key(id: number): Uint8Array;
  /** null once the key is gone. */
  facts(id: number): KeyFacts | null;
  /** No longer needed by this caller. */
  release(): void;
}

export interface ValueFacts extends KeyFacts {
  key: Uint8Array;
  /** What stands in the record beside key and value; null where it does not hold these two as they are. */
  headerLength: number | null;
  timeMs: number | null;
  crcStored: number | null;
  crcFound: number | null;
  durable: boolean | null;
  recordIndex: number | null;
  /** The part asked for. */
  bytes: Uint8Array;
  valueOffset: number;
}

/**
 * What a tab has open: a native store, a directory that is only looked at, later a live server. The service asks
 * for capabilities and never for a format's name.
 */
export interface Source {
  readonly id: string;
  readonly path: string;
  readonly format: FormatId;
  readonly capabilities: ReadonlySet<Capability>;
  /** Settles once all of the directory has been read, or reading was stopped. Absent where that was before it was open. */
  readonly ready?: Promise<void>;
  /** Stops reading; what has been read stays. */
  stopReading?(): void;
  info(): SourceInfo;
  status(): SourceStatus;

  /** Keys in byte order; built in slices, shared between callers until something is written, each of whom releases them. */
  keys(options?: {
    onProgress?: (done: number, total: number) => void;
    /** Wait until `versions` of each key is known, which may take reading the log. */
    versions?: boolean;
  }): Promise<KeySet>;
  /** The keys before they have been put into order; null where there is no need to wait for that. */
  unorderedKeys(): Promise<KeySet | null>;
  /** At most `length` bytes of the value from `offset`; null when the key is not there. */
  value(key: Uint8Array, offset: number, length: number): Promise<ValueFacts | null>;
  /** Live keys with whole values, in byte order, for export and conversion. `salvage`: what lies behind damage too. */
  live(options?: { salvage?: boolean; signal?: AbortSignal }): AsyncIterable<LiveKey>;

  /** What belongs to no key; absent where the format has nothing of the kind. */
  readonly libraries?: readonly FunctionLibrary[];

  /** The log, read on first use in slices and kept up to date while writes arrive. */
  log(): LogReading;
  readonly reader: Format;

  /** The open store and where it lies, for servers over it. Absent for directories that are only looked at. */
  opened?(): { store: Store; place: OpenedPlace };
  /** Absent without `write`. */
  write?: WriteFace;
  /** Absent without `maintenance`. */
  maintenance?: MaintenanceFace;
  /** Goes on without what cannot be read, for writing. Absent where nothing of the kind is possible. */
  acceptDamage?(): Promise<void>;
  /** Called after keys, values or deadlines may have changed. */
  onKeys(listener: () => void): () => void;
  /** Called after `status()` may have changed. */
  onStatus(listener: () => void): () => void;
  /** Called after `info()` may have changed: capabilities, read-only, the verdict. */
  onInfo(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface WriteFace {
  batch(changes: readonly Change[]): Promise<Written>;
  preview(changes: readonly Change[]): {
    file: string;
    offset: number;
    bytes: Uint8Array;
    firstSeq: number;
    records: { offset: number; length: number }[];
  };
  setPolicy(policy: FsyncPolicy): Promise<void>;
  sync(): Promise<void>;
}

export interface MaintenanceFace {
  snapshot(options: MaintenanceOptions): Promise<MaintenanceResult>;
  compact(options: MaintenanceOptions): Promise<MaintenanceResult>;
  settings(): { savePoints: readonly SavePoint[]; garbageShare: number | null };
  configure(settings: { savePoints: readonly SavePoint[]; garbageShare: number | null }): void;
}

/** A log that is being read or has been; `current` grows in place. */
export interface LogReading {
  /** Begins to read, or goes on after `cancel`. Nothing happens when it is being read or has been. */
  start(): void;
  readonly current: Log | null;
  readonly exact: boolean;
  readonly readBytes: number;
  readonly totalBytes: number;
  readonly generation: number;
  /** Resolves when all of it has been read. */
  readonly whole: Promise<Log>;
  /** Called whenever records or states may have changed. */
  onChange(listener: () => void): () => void;
  cancel(): void;
}
