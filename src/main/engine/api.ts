import type { FsyncPolicy, ValueType, Verdict } from '../../shared/model.ts';
import type { ChangeParts, PatchableValue, StoredVersion } from './format/record-parts.ts';
import type { FileSystem } from './fs/file-system.ts';
import type { Check } from './scan/checks.ts';

/** The engine as others see it: the library, the service, the command line, the servers. */

export type { ChangeParts, FsyncPolicy, PatchableValue, StoredVersion, Verdict };
/** Keys and values are bytes; a string stands for its UTF-8. */
export type Bytes = Uint8Array | string;

export interface SavePoint {
  seconds: number;
  changes: number;
}

export interface OpenOptions {
  /** When a write is promised: after its fsync, within a second or so, or whenever the system gets to it. */
  fsync?: FsyncPolicy;
  readOnly?: boolean;
  /** Create the directory (its parent must be there) and a store in it when there is none. Default true. */
  create?: boolean;
  /** Snapshot by itself after so many changes within so many seconds. Default none. */
  savePoints?: readonly SavePoint[];
  /** Compact by itself when this share of the log is garbage; null = never. Default 0.5. */
  garbageShare?: number | null;
  /** But not below so many bytes of garbage. Default 1 MiB. */
  minGarbageBytes?: number;
  /** A segment is sealed and the next begun at about this size. Default 64 MiB. */
  segmentBytes?: number;
  /**
   * Memory in which parts of the log stay once they have been read, so that reading them again needs no system call.
   * Taken as reads need it and never more than this, in bytes; 0 = none. Default 128 MiB.
   */
  cacheBytes?: number;
  /**
   * Whether the index keeps the bytes of all keys in memory. False takes about 11 bytes a key instead of 44 and the key
   * itself, and makes all else slower: a key is known by its record, which is read whenever it is asked for. Opening
   * reads the whole log; a scan or an ordered view holds the keys of its range while it lasts. Default true.
   */
  keysInMemory?: boolean;
  /** Go on writing behind damage that cannot be read: someone has chosen to. Default false: opens read-only. */
  acceptDamage?: boolean;
  /** Take a read-only store instead of an error when another process holds the lock. Default false. */
  readOnlyWhenLocked?: boolean;
  fileSystem?: FileSystem;
  /** What a store that is made here is called, 16 bytes; for the crash lab, whose runs are all to be alike. Default: random. */
  storeId?: Uint8Array;
  /** Checks that recovery is not to make, to show what each is there for; for the crash lab. Default none. */
  leaveOut?: ReadonlySet<Check>;
  /** ms since 1970; for tests. */
  now?: () => number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface SetOptions {
  /** Milliseconds from now. */
  ttl?: number;
  /** Absolute deadline, ms since 1970. Not both. */
  expireAt?: number;
}

export type Change =
  | {
      op: 'set';
      key: Bytes;
      value: Bytes;
      /** What the bytes stand for: stored with them, and of no meaning to the engine. Default `string`. */
      type?: ValueType;
      ttl?: number;
      expireAt?: number | null;
      ifSeq?: number | null;
    }
  | { op: 'delete'; key: Bytes; ifSeq?: number | null };

/** Many changes, with no object for each: what a server has gathered from its clients. */
export interface ChangeList {
  readonly count: number;
  /** Of all keys and values, in bytes; never less than there are. */
  readonly bytes: number;
  /** About how much of that the log does not have yet. Default: all of it. */
  readonly newBytes?: number;
  /** Fills in all of change number `i`. What it names has to stay as it is until the next is asked for. */
  read(i: number, into: ChangeParts): void;
}

export interface Written {
  /** Sequence numbers of the first and the last record. */
  firstSeq: number;
  lastSeq: number;
  /** An fsync had proven it when the promise resolved. */
  durable: boolean;
}

export interface ScanOptions {
  prefix?: Bytes;
  gt?: Bytes;
  gte?: Bytes;
  lt?: Bytes;
  lte?: Bytes;
  reverse?: boolean;
  limit?: number;
  /** False: entries come with empty values, which need not be read then. Default true. */
  values?: boolean;
}

export interface Entry {
  key: Uint8Array;
  value: Uint8Array;
  expireAt: number | null;
  seq: number;
  /** Absent for a string. */
  type?: ValueType;
}

/** Where the newest record of a key lies. `offset` is that of the record in `file`; lengths in bytes. */
export interface Location {
  file: string;
  offset: number;
  recordLength: number;
  keyLength: number;
  /** Of the value, which the record of a patch does not hold. */
  valueLength: number;
  seq: number;
  expireAt: number | null;
  /** Absent for a string. */
  type?: ValueType;
  /** The record says how the value differs from an earlier one, see docs/format.md. Absent where it holds all of it. */
  isPatch?: true;
}

/** What recovery found and did. `verdict` is what people and exit codes go by. */
export interface RecoveryReport {
  verdict: Verdict;
  keys: number;
  records: number;
  lastSeq: number;
  durableSeq: number;
  ms: number;
}

export interface DurabilityStatus {
  policy: FsyncPolicy;
  acknowledgedSeq: number;
  durableSeq: number;
  gapBytes: number;
  gapSinceMs: number | null;
  lastFsyncMs: number | null;
  failure: string | null;
}

export interface StoreStats {
  keys: number;
  records: number;
  segments: number;
  sizeBytes: number;
  liveBytes: number;
  garbageShare: number;
  durability: DurabilityStatus;
}

export interface MaintenanceResult {
  bytesBefore: number;
  bytesAfter: number;
  keys: number;
  ms: number;
}

export interface MaintenanceOptions {
  signal?: AbortSignal;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Key ids of one moment, in key order. Ids are positions in the index's typed arrays, valid while the view is
 * held; a table pages through it without an object per key.
 */
export interface OrderedView {
  readonly count: number;
  /** Index ids in byte order of their keys. */
  readonly ids: Uint32Array;
  key(id: number): Uint8Array;
  /** The record the id had when the view was taken, or what it has now if it was overwritten; null once it is gone. */
  location(id: number): Location | null;
  release(): void;
}

/** Some keys of a walk over all of them. */
export interface KeyPage {
  keys: Uint8Array[];
  /** Where the walk goes on; null at its end. */
  next: number | null;
}

/**
 * The keys and values of one moment: later writes are not seen, and what had not expired then stays. Until it is
 * released it costs the memory of what changes meanwhile, and files that a compaction has replaced stay on the disk.
 */
export interface View {
  get(key: Bytes): Promise<Uint8Array | null>;
  getSync(key: Bytes): Uint8Array | null;
  has(key: Bytes): boolean;
  scan(options?: ScanOptions): AsyncIterableIterator<Entry>;
  /** Scans that have begun go on; anything else throws CLOSED from here on. */
  release(): void;
}

export interface WatchOptions {
  /** Sequence number of the first change. Default: the one after the last that the store has. */
  from?: number;
  /** Ends the watching. */
  signal?: AbortSignal;
}

/** `frameSeq`: of the last change that is whole or absent after a crash together with this one. */
export type WatchChange =
  | {
      op: 'set';
      seq: number;
      frameSeq: number;
      key: Uint8Array;
      value: Uint8Array;
      expireAt: number | null;
      /** Absent for a string. */
      type?: ValueType;
    }
  | { op: 'delete'; seq: number; frameSeq: number; key: Uint8Array };

/**
 * A change; or, where a compaction has merged changes that were still to be told, the whole state instead of them:
 * after `resync` forget all keys, up to `resynced` come those there are at sequence number `seq`, as sets in key order.
 */
export type WatchEvent = WatchChange | { op: 'resync'; seq: number } | { op: 'resynced'; seq: number };

export interface StoreEvents {
  /** After every group that was acknowledged. */
  onWritten?: (status: DurabilityStatus) => void;
  /** After an fsync, a failure, a change of policy. */
  onDurability?: (status: DurabilityStatus) => void;
  /** After a compaction, a snapshot, a sealed segment. */
  onFiles?: () => void;
  onReadOnly?: (reason: string) => void;
  /** Keys whose deadline has passed are about to be deleted: nobody can read them any more. */
  onExpired?: (keys: readonly Uint8Array[]) => void;
  /** A compaction has left out a key whose deadline had passed: no record says that it is gone. */
  onDropped?: (key: Uint8Array) => void;
}

export interface Store {
  readonly directory: string;
  readonly recovery: RecoveryReport;
  readonly readOnly: boolean;
  readonly readOnlyReason: string | null;
  /** Read-only until there is space again, or it may open more files: a write a second is let through, to see. */
  readonly readOnlyForNow: boolean;
  /** Whether it is read-only for now and the next write is the one that is let through. */
  readonly triesAgain: boolean;
  /** Who holds the lock, when that is why the store is read-only. */
  readonly holderPid: number | null;

  set(key: Bytes, value: Bytes, options?: SetOptions): Promise<Written>;
  get(key: Bytes): Promise<Uint8Array | null>;
  getSync(key: Bytes): Uint8Array | null;
  /** The value with its deadline and sequence number. */
  entry(key: Bytes): Promise<Entry | null>;
  locate(key: Bytes): Location | null;
  /** Whether there is such a key whose deadline has passed: it is as good as gone, and soon will be. */
  hasExpired(key: Bytes): boolean;
  /** True when the key was there. */
  delete(key: Bytes): Promise<boolean>;
  /** One frame: all or nothing, in memory and on the disk. */
  batch(changes: readonly Change[]): Promise<Written>;
  /** As `batch`; the list has been read when the call returns. What was gathered waits for no one else's writes. */
  batchOf(list: ChangeList): Promise<Written>;
  /** The frame that `batch` would append now, and where. */
  previewBatch(changes: readonly Change[]): {
    file: string;
    offset: number;
    bytes: Uint8Array;
    firstSeq: number;
    records: { offset: number; length: number }[];
  };
  /** A consistent view of the moment of the call: later writes are not seen. */
  scan(options?: ScanOptions): AsyncIterableIterator<Entry>;
  /**
   * Keys in no order, from a position on, 0 at first: for a walk in pieces while others write. What is there all the
   * while comes; at most `limit` positions are looked at. `expired`: those that have expired come as well, until they
   * are deleted.
   */
  keysFrom(position: number, limit: number, options?: { expired?: boolean }): KeyPage;
  /** Many reads of one moment. Release it. */
  view(): View;
  /** Sorted in slices so that no task blocks the thread for long. */
  orderedView(options?: {
    /** Whether to put them in key order; without it the ids come at once, in no particular order. Default true. */
    sorted?: boolean;
    signal?: AbortSignal;
    onProgress?: (done: number, total: number) => void;
  }): Promise<OrderedView>;

  /** Everything into one compacted segment; older segments go, whose files are removed right afterwards. */
  snapshot(options?: MaintenanceOptions): Promise<MaintenanceResult>;
  /** Merges the sealed segments that hold garbage; their files are removed right afterwards. */
  compact(options?: MaintenanceOptions): Promise<MaintenanceResult>;
  sync(): Promise<DurabilityStatus>;
  setPolicy(policy: FsyncPolicy): Promise<DurabilityStatus>;
  /**
   * `deletesExpired`: whether keys that expire from now on are deleted in time, as they are unless said otherwise.
   * They cannot be read in either case.
   */
  configure(options: {
    savePoints?: readonly SavePoint[];
    garbageShare?: number | null;
    deletesExpired?: boolean;
  }): void;
  maintenanceSettings(): { savePoints: readonly SavePoint[]; garbageShare: number | null };
  /** Reads every frame and record of every file again. */
  verify(options?: MaintenanceOptions): Promise<Verdict>;
  stats(): StoreStats;
  durability(): DurabilityStatus;
  listen(events: StoreEvents): () => void;
  /**
   * Every change in the order of the log, as it is written: in this process once it is acknowledged, by the process
   * that has the store open for writing once it is in the file. Ends when `signal` is aborted or the store is closed.
   */
  watch(options?: WatchOptions): AsyncIterableIterator<WatchEvent>;
  /**
   * Finishes what is on its way, proves what was acknowledged and gives the directory free. Throws FSYNC_FAILED when
   * acknowledged writes stay unproven: `details` has `firstUnprovenSeq` and `lastUnprovenSeq`. It is closed all the same.
   */
  close(): Promise<void>;
}
