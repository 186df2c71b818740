import type { FsyncPolicy } from '../../../shared/model.ts';
import type { FaultName } from './faults.ts';
import type { ProfileName } from './profiles/profile.ts';
import type { Workload } from './workloads.ts';

/** A sweep as plain data, to be handed to other threads. */
export interface SweepPlan {
  /** Name of the engine, with what is taken out of it. */
  engine: string;
  /** Names, or workloads of one's own. */
  workloads: readonly (string | Workload)[];
  fsync: FsyncPolicy;
  profile: ProfileName;
  faults: readonly FaultName[];
  /** States to be looked at, at most: an even share for each workload. */
  limit: number;
  seed: number;
  /** See `CheckerOptions`. */
  thoroughOneIn?: number | undefined;
}

/** The part of a sweep that one thread does at a time. */
export interface SweepTask extends Omit<SweepPlan, 'workloads'> {
  workload: string | Workload;
}
