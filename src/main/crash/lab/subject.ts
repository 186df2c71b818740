import type { FsyncPolicy } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Steady } from './recording-file-system.ts';

/** Keys and values are text here: what a workload writes is plain ASCII. */
export type Contents = ReadonlyMap<string, string>;

export interface Answered {
  /** The engine says that an fsync proved it. */
  durable: boolean;
  /** False when there was nothing to do, as for the delete of a key that is not there: it promises nothing. */
  wrote: boolean;
  /** Sequence number of the last record written; null for engines that have none, or when nothing was written. */
  lastSeq: number | null;
}

export type Change =
  | {
      op: 'set';
      key: string;
      value: string;
      expireAt?: number;
      /** Most of it is what the key had before: an engine may write no more than what differs. */
      isEdit?: true;
    }
  | { op: 'delete'; key: string };

/** What an engine says about itself when it has opened a directory. */
export interface Opening {
  /** It says that something is or may be missing. */
  reportsLoss: boolean;
  /** It calls what it found damage, which a crash alone must never look like. */
  callsItDamage: boolean;
  /** One sentence. */
  sentence: string;
  readOnly: boolean;
  lastSeq: number | null;
}

/** Everything that can be read; keys whose value is refused as damaged are in `unreadable`. */
export interface ReadAll {
  contents: Contents;
  unreadable: readonly string[];
  /** Of the keys that have one, in ms since 1970; left out by engines that know no deadlines. */
  deadlines?: ReadonlyMap<string, number>;
}

/** An open store of the engine that is crashed. */
export interface SubjectStore {
  readonly opening: Opening;
  change(change: Change): Promise<Answered>;
  /** All of them or none. */
  batch(changes: readonly Change[]): Promise<Answered>;
  /** Whatever the engine does to shrink its files: `full` where it knows two ways. */
  compact(full: boolean): Promise<void>;
  /** All that was answered before is durable when it returns. */
  sync(): Promise<void>;
  read(): Promise<ReadAll>;
  close(): Promise<void>;
}

export interface OpenSubject {
  fileSystem: FileSystem;
  directory: string;
  fsync: FsyncPolicy;
  readOnly: boolean;
  segmentBytes: number;
  /** ms since 1970. */
  now: () => number;
}

/** An engine under the lab: Walscope itself, or an exhibit. */
export interface Subject {
  readonly name: string;
  /** Workloads that it has the operations for. */
  readonly workloads: readonly string[];
  /** Whether it can open a directory without changing it. */
  readonly readsWithoutWriting: boolean;
  /** Whether a store that was closed has all its answers on the disk, unless it had to refuse something before. */
  readonly closingProves: boolean;
  /** Makes what differs from run to run the same; see RecordingFileSystem. */
  readonly steady?: Steady;
  /** Throws `Refusal` when it will not open the directory; anything else is a bug of the engine. */
  open(options: OpenSubject): Promise<SubjectStore>;
}

/** An engine refuses, and says why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** There is nothing to open: no store was ever finished here. */
  readonly isEmpty: boolean;

  constructor(code: string, message: string, options: { isEmpty?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.isEmpty = options.isEmpty ?? false;
  }
}
