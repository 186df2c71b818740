import type { FsyncPolicy, Verdict } from '../../../shared/model.ts';

/** What a store tells of itself: how it was recovered, how far it is durable, what it takes, what maintenance did. */

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
