import type { Field } from '../../../shared/contract/keys.ts';
import type {
  DamagedRange,
  DamageKind,
  FormatId,
  RecordOp,
  RecordState,
  ValueType,
  Verdict,
} from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';

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

/** Bytes of a file read as other bytes, which may be more or fewer. In bytes of the file as it is. */
export interface Splice {
  /** Relative to the directory. */
  file: string;
  offset: number;
  remove: number;
  insert: Uint8Array;
}

/** What damaged bytes could have been. */
export interface Reading {
  /** In a few words, as a choice: "bit 3 of byte 117 turned back". */
  words: string;
  /**
   * What speaks for it: a checksum holds with it · `engine` = the format's own engine reads it so, and passes over the
   * damage · `grammar` = it is what the format allows.
   */
  proof: 'checksum' | 'engine' | 'grammar';
  splice: Splice;
}

/** A library of Redis functions. */
export interface FunctionLibrary {
  name: string;
  engine: string;
  code: Uint8Array;
}

export interface ReadOptions {
  fileSystem: FileSystem;
  signal?: AbortSignal;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Also what only a verification needs: the SHA-256 of sealed files. */
  thorough?: boolean;
  /**
   * Decodes every value, also where lengths and a checksum over all of it are enough to find the next: one that was
   * damaged before it was written is found now, and not when it is asked for.
   */
  decodeValues?: boolean;
  /** Called between slices with what has been read so far; the table grows in place. */
  onSlice?: (partial: Log) => void;
}

/** A record or a frame explained: its fields, their offsets within `bytes`, what was checked. */
export interface Explained {
  bytes: Uint8Array;
  fields: Field[];
  crcStored: number | null;
  crcFound: number | null;
  inWords: string;
}

/** A record on one line, in its engine's words. */
export interface Said {
  /** What the engine calls the operation: `rpush`. Empty where `op` says it. */
  verb: string;
  /** What stands behind the key. */
  words: string;
}

/** Bytes of the file that a record lies in; fewer where it ends, none where it is gone. Offset and length in bytes. */
export type ReadAround = (offset: number, length: number) => Promise<Uint8Array>;

/** A file that an engine reads beside those of its log: a manifest, its configuration, a hint. */
export interface FileBeside {
  /** Relative to the directory, with forward slashes. */
  name: string;
  /** What stands in its place where the question is about another directory, or another time; null = it is not there. */
  bytes: Uint8Array | null;
}

/** How far a log had come when it was last written to. */
export interface LogMoment {
  /** Its newest file, an index in `log.files`. */
  file: number;
  /** Frames that had been answered. */
  acknowledgedFrames: number;
  /** How far an fsync had proven it: records, and where the proven bytes of that file ended. */
  proven: { records: number; offset: number };
}

/** What a format knows how to do. Detection is by content, never by a file's name alone. */
export interface Format {
  readonly id: FormatId;
  readonly title: string;
  /** Whether the directory is one of this format; damaged ones too. Reads only. */
  detect(directory: string, fileSystem: FileSystem): Promise<boolean>;
  read(directory: string, options: ReadOptions): Promise<Log>;
  /**
   * Takes what was appended since `log` was read into `log` itself, whose table grows in place; null when it has to
   * be read anew. For a directory that this process has open for writing. Absent where logs are not followed.
   */
  readOn?(log: Log, options: ReadOptions): Promise<Log | null>;
  /** A record's fields beside its bytes; also of damaged and torn ones, as far as they can be told. */
  explain(log: Log, index: number, fileSystem: FileSystem): Promise<Explained>;
  /**
   * What a whole record says, for a list of many; null, or absent, where its operation and the beginning of its value
   * say it.
   */
  says?(log: Log, index: number, read: ReadAround): Promise<Said | null>;
  /** Names of the files beside the log that its engine reads. Absent where there are none. */
  filesBeside?(log: Log, fileSystem: FileSystem): Promise<string[]>;
  /** Those of them that hold something else in a copy of the directory, as they would lead back to the original. */
  besideInCopy?(log: Log, fileSystem: FileSystem): Promise<FileBeside[]>;
  /** Those of them that held something else at an earlier moment. Absent where they tell nothing of the files. */
  besideUpTo?(log: Log, moment: LogMoment, fileSystem: FileSystem): Promise<FileBeside[]>;
  /** What a damaged range could have been, likeliest first. Absent where nothing is ever known of that. */
  readings?(log: Log, range: DamagedRange, fileSystem: FileSystem): Promise<Reading[]>;
  /** The header of a frame, null for formats without frames. */
  explainFrame(log: Log, frame: number, fileSystem: FileSystem): Promise<Explained | null>;
  /** The header of a file (segment header), null when there is none. */
  explainFile(log: Log, file: number, fileSystem: FileSystem): Promise<Explained | null>;
  /** What the target cannot hold of such a key, as a reason; null when it can. */
  cannotHold(key: {
    type: ValueType;
    db: number;
    expireAt: number | null;
    keyLength: number;
    valueLength: number;
    /** The key itself, and its value as `LiveKey.value` holds it. */
    key: Uint8Array;
    value: Uint8Array;
  }): string | null;
  /**
   * Writes a new directory of this format. The target is new or empty; it appears whole (temp, fsync, rename) or
   * not at all. Absent where the engine itself is the writer, and for formats that are only read.
   */
  write?(
    directory: string,
    keys: AsyncIterable<LiveKey>,
    options: { fileSystem: FileSystem; signal?: AbortSignal; libraries?: readonly FunctionLibrary[] },
  ): Promise<{ keys: number }>;
  /** Whether `write` takes libraries of functions, too. */
  readonly holdsLibraries?: boolean;
}

/**
 * One live key as it moves between formats. `value` holds the bytes of a string; of other types, the UTF-8 JSON of
 * an object whose `value` is the structure, with `fieldExpireAt` and `stream` beside it where it has them.
 */
export interface LiveKey {
  db: number;
  key: Uint8Array;
  type: ValueType;
  value: Uint8Array;
  expireAt: number | null;
}
