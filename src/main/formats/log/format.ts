import type { Field } from '../../../shared/contract/keys.ts';
import type { DamagedRange, FormatId, ValueType } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { FunctionLibrary, LiveKey } from './live-key.ts';
import type { Log } from './log.ts';
import type { Reading } from './reading.ts';

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
