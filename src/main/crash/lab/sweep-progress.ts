import type { Fault } from '../../engine/fs/faulty-file-system.ts';
import type { CrashState } from './crash-state.ts';
import type { FaultName } from './faults.ts';
import type { SweepFailure } from './sweep-result.ts';

/** States of one crash point and fault. */
export interface SweepCell {
  workload: string;
  fault: FaultName;
  /** Entries of the workload's journal that had happened, of so many: in a run that went wrong, until it did. */
  at: number;
  of: number;
  states: number;
  failing: number;
  /** States that violate each invariant. */
  violated: Readonly<Record<string, number>>;
  /** The first failing state, told once; `failure`: the call that failed in its run. */
  example: { state: CrashState; failure: Fault | null } | null;
}

/** How far a sweep has come, and what it has found since this was last told. */
export interface SweepProgress {
  states: number;
  /** States that will be looked at, at most. */
  total: number;
  distinct: number;
  checks: number;
  failing: number;
  cells: readonly SweepCell[];
  failures: readonly SweepFailure[];
}

export const noProgress = (total: number): SweepProgress => ({
  states: 0,
  total,
  distinct: 0,
  checks: 0,
  failing: 0,
  cells: [],
  failures: [],
});
