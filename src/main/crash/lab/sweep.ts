import type { FsyncPolicy } from '../../../shared/model.ts';
import type { FaultName } from './faults.ts';
import type { Profile } from './profiles/profile.ts';
import { ProgressSum } from './progress-sum.ts';
import type { Subject } from './subject.ts';
import type { SweepProgress } from './sweep-progress.ts';
import { mergedResults, type SweepResult, type WorkloadResult } from './sweep-result.ts';
import { sweepWorkload } from './sweep-workload.ts';
import { workloadOf } from './workloads.ts';

export type { FaultCount, SweepFailure, SweepResult } from './sweep-result.ts';

export interface SweepOptions {
  subject: Subject;
  workloads: readonly string[];
  fsync: FsyncPolicy;
  faults: readonly FaultName[];
  /** The file system that is assumed. Default: the strictest that POSIX allows. */
  profile?: Profile;
  /** States to be looked at, at most: an even share for each workload. */
  limit: number;
  seed: number;
  /** See `CheckerOptions`. */
  thoroughOneIn?: number;
  signal?: AbortSignal;
  onProgress?: (progress: SweepProgress) => void;
}

/** Crashes an engine in every way that was asked for. The same options give the same result. Throws CANCELLED. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { workloads, limit, seed, faults, onProgress } = options;
  const sum = new ProgressSum(limit, onProgress);
  const results: WorkloadResult[] = [];
  for (const [index, name] of workloads.entries()) {
    const share = shareOf(limit, workloads.length, index);
    const workload = workloadOf(name, seed);
    const told = sum.part(index);
    results.push(await sweepWorkload({ ...options, workload, limit: share, onProgress: told }));
  }
  return mergedResults(results, faults);
}

/** Even shares of a limit that add up to it. */
export const shareOf = (limit: number, parts: number, index: number): number =>
  Math.floor(((index + 1) * limit) / parts) - Math.floor((index * limit) / parts);
