import type { FsyncPolicy } from '../../../shared/model.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { Check } from '../scan/checks.ts';

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
