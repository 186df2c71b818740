import type {
  DamageKind,
  FormatId,
  RecordOp,
  RecordState,
  ValueType,
  Verdict,
} from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { FunctionLibrary } from './live-key.ts';

/**
 * A log as it lies on the disk, read without changing anything: what verify, log, export, the timeline, a key's
 * history and the recovery replay are made of. Every format has a reader that yields one.
 */
export interface LogFile {
  /** Relative to the directory, with forward slashes. */
  name: string;
  kind: 'log' | 'snapshot' | 'missing';
  size: number;
  sealed: boolean;
  createdMs: number | null;
  /** Length of what stands before the first frame or record. */
  headerLength: number;
  /** Of the snapshot that a log begins with, which came as a whole before anything was appended: one frame. In bytes. */
  preambleLength?: number;
}

/** One atomic write. Formats without frames have one for each record. */
export interface LogFrame {
  file: number;
  offset: number;
  length: number;
  headerLength: number;
  firstSeq: number;
  records: number;
  timeMs: number | null;
  /** Highest sequence number known durable when it was written; null when the format does not say. */
  durableSeq: number | null;
}

/** One change of one key, or a range of bytes that should have been one. */
export interface LogRecord {
  file: number;
  offset: number;
  length: number;
  headerLength: number;
  frame: number;
  /** null when damage hides it. Formats without sequence numbers count from 1. */
  seq: number | null;
  op: RecordOp;
  type: ValueType;
  /** The numbered database that the key lives in; 0 in formats without databases. */
  db: number;
  key: Uint8Array;
  valueOffset: number;
  valueLength: number;
  expireAt: number | null;
  /** `ok`; `damaged` = its checks fail; `torn` = it does not end; `behind` = whole, but behind damage that a replay cannot pass. */
  status: 'ok' | 'damaged' | 'torn' | 'behind';
}

/**
 * All records in order, in typed columns: no object per record. `record(i)` makes one on demand.
 * States are those of a replay that stops where it must.
 */
export interface RecordTable {
  readonly count: number;
  readonly frames: number;
  record(index: number): LogRecord;
  /** The key of a record alone, for loops over many; and its database. */
  key(index: number): Uint8Array;
  db(index: number): number;
  /** Byte order of the keys of two records; each must have one. */
  compareKeys(a: number, b: number): number;
  /** The databases that keys live in, lowest first. */
  readonly databases: readonly number[];
  frame(index: number): LogFrame;
  /** Index of the first record of a frame. */
  firstRecordOf(frame: number): number;
  state(index: number, nowMs: number): RecordState;
  /** The record of the same key before and after this one, -1 when there is none. */
  previous(index: number): number;
  next(index: number): number;
  /** Newest record of `key` that a replay yields (`salvage`: also those behind damage); -1 when there is none. */
  newest(key: Uint8Array, salvage?: boolean, db?: number): number;
  /** Newest record of each key, in order of first appearance: deleted and expired ones too. */
  newestOfEachKey(salvage?: boolean): Uint32Array;
  counts(nowMs: number): Record<RecordState, number>;
}

export interface Log {
  readonly format: FormatId;
  readonly directory: string;
  readonly files: readonly LogFile[];
  readonly table: RecordTable;
  readonly verdict: Verdict;
  readonly damage: DamageKind;
  /** Bytes of the files that count. */
  readonly sizeBytes: number;
  /** Records before this index are proven durable; null when the format cannot say. */
  readonly durableRecords: number | null;
  /** Absent where a value stands in its file byte for byte, at the record's `valueOffset`. */
  openValues?(fileSystem: FileSystem): ValueSession;
  /**
   * The log as it was when it had so many records, for their values. Absent, or null, where the value of an older
   * record is read as cheaply as that of the newest.
   */
  readonly rereadTo?: ((count: number, fileSystem: FileSystem) => Promise<Log>) | null;
  /** What belongs to no key, by the name of its kind: a line of its own in an export. */
  readonly libraries?: readonly FunctionLibrary[];
}

/** Reads values that have to be decoded, or put together from several records. Whoever opens one closes it. */
export interface ValueSession {
  /** The value that the key had as of this record, as `LiveKey.value` holds it. */
  read(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
}
