import { describe, expect, it } from 'vitest';
import { type FsyncPolicy, fsyncPolicies } from '../../../shared/model.ts';
import { counted, hungAfterMs, long, tried } from '../../engine/specs/tried.ts';
import { faultsOf } from './faults.ts';
import { runTasks } from './parallel-sweep.ts';
import { ProgressSum } from './progress-sum.ts';
import type { SweepTask } from './sweep-plan.ts';
import { mergedResults, type WorkloadResult } from './sweep-result.ts';
import { workloadNames } from './workloads.ts';

const faults = faultsOf([]);
const threads = 2;
const firstSeed = 7_000;

/** Distinct states to be checked: a million within the test command, 50 million in its long form, a few otherwise. */
function wantedStates(): number {
  if (long) return 50_000_000;
  return counted ? 1_000_000 : 5_000;
}
/** States looked at for each workload in one round. */
const limit = long ? 120_000 : Math.ceil(wantedStates() / 16);
/** One disk in so many is also written to and started again; the others are recovered and read. */
const thoroughOneIn = long ? 32 : 16;

/** Each round has values of its own, so that no state of one comes up in another. */
function tasksOf(round: number, fsync: FsyncPolicy): SweepTask[] {
  const shared = { engine: 'walscope', profile: 'posix', fsync, faults, limit, thoroughOneIn } as const;
  return workloadNames.map((workload) => ({ ...shared, workload, seed: firstSeed + round }));
}

describe('Walscope, crashed over and over', () => {
  it('keeps its promises in every state', { timeout: hungAfterMs }, async () => {
    const started = performance.now();
    const results: WorkloadResult[] = [];
    let merged = mergedResults(results, faults);
    for (let round = 0; round < fsyncPolicies.length || merged.distinct < wantedStates(); round++) {
      const tasks = tasksOf(round, fsyncPolicies[round % fsyncPolicies.length]!);
      results.push(...(await runTasks(tasks, new ProgressSum(0, undefined), { threads })));
      merged = mergedResults(results, faults);
      expect(merged.failures.map(({ state, sentence }) => `${state}: ${sentence}`)).toEqual([]);
    }
    tried('swept states', merged.distinct, (performance.now() - started) / 1000);
    expect(merged.distinct).toBeGreaterThanOrEqual(wantedStates());
    for (const fault of faults) expect(merged.perFault[fault]?.states, fault).toBeGreaterThan(0);
  });
});
