import type { FaultName } from './faults.ts';
import type { Replay } from './replay.ts';

export interface SweepFailure {
  invariant: string;
  workload: string;
  fault: FaultName;
  /** The state in words, and what is wrong with it. */
  state: string;
  sentence: string;
  replay: Replay;
}

export interface FaultCount {
  states: number;
  /** States that violate an invariant. */
  failing: number;
}

export interface SweepResult {
  /** Crashes looked at, and among them those that differ in the bytes on the disk or in what had been promised. */
  states: number;
  distinct: number;
  /** Invariants judged. */
  checks: number;
  /** One for each invariant, workload and fault: the first that was met, made smaller. */
  failures: readonly SweepFailure[];
  perFault: Partial<Record<FaultName, FaultCount>>;
}

/** What became of one workload, to be put together with the others. */
export interface WorkloadResult extends SweepResult {
  /** Distinct states in which nothing had been promised, by key: other workloads may have the same ones. */
  unpromised: readonly number[];
}

/** The whole sweep, in the order of its workloads. */
export function mergedResults(results: readonly WorkloadResult[], faults: readonly FaultName[]): SweepResult {
  const unpromised = new Set<number>();
  const merged = { states: 0, distinct: 0, checks: 0, failures: [] as SweepFailure[] };
  const perFault: Partial<Record<FaultName, FaultCount>> = {};
  for (const fault of faults) perFault[fault] = { states: 0, failing: 0 };
  for (const result of results) {
    merged.states += result.states;
    merged.checks += result.checks;
    merged.distinct += result.distinct - result.unpromised.length;
    merged.failures.push(...result.failures);
    for (const key of result.unpromised) unpromised.add(key);
    for (const fault of faults) {
      perFault[fault]!.states += result.perFault[fault]?.states ?? 0;
      perFault[fault]!.failing += result.perFault[fault]?.failing ?? 0;
    }
  }
  return { ...merged, distinct: merged.distinct + unpromised.size, perFault };
}
