import type { FsyncPolicy, Verdict } from '../../shared/model.ts';
import type { Bytes } from './api/bytes.ts';
import type { Change, ChangeList, SetOptions, Written } from './api/changes.ts';
import type { SavePoint } from './api/open-options.ts';
import type { Entry, KeyPage, Location, OrderedView, ScanOptions, View } from './api/reading.ts';
import type {
  DurabilityStatus,
  MaintenanceOptions,
  MaintenanceResult,
  RecoveryReport,
  StoreStats,
} from './api/reports.ts';
import type { StoreEvents, WatchEvent, WatchOptions } from './api/watching.ts';
import type { ChangeParts, PatchableValue, StoredVersion } from './format/record-parts.ts';

/** The engine as others see it: the library, the service, the command line, the servers. */

export type * from './api/bytes.ts';
export type * from './api/changes.ts';
export type * from './api/open-options.ts';
export type * from './api/reading.ts';
export type * from './api/reports.ts';
export type * from './api/watching.ts';
export type { ChangeParts, FsyncPolicy, PatchableValue, StoredVersion, Verdict };

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
