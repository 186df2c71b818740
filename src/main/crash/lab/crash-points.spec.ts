import { describe, expect, it } from 'vitest';
import { walscopeSubject } from '../../service/crash/walscope-subject.ts';
import { deriveStates } from './derive-states.ts';
import { faultsOf } from './faults.ts';
import { sweepWorkload } from './sweep-workload.ts';
import { systemCalls } from './system-calls.ts';
import { trace } from './trace.ts';
import { workloadNames, workloadOf } from './workloads.ts';

const seed = 11;
const everyPrefix = 100_000;

describe.each(workloadNames)('the crash points of %s', (name) => {
  it('are before and after each of its system calls, all of them', async () => {
    const workload = workloadOf(name, seed);
    const run = await trace(walscopeSubject, workload, 'always');
    const calls = systemCalls(run.journal).map(({ at }) => at);
    expect(calls.length).toBeGreaterThan(30);
    const points = new Set([...deriveStates(run, 'power-loss', seed)].map(({ at }) => at));
    expect(calls.filter((at) => !points.has(at) || !points.has(at + 1))).toEqual([]);
    expect(points.size).toBe(run.journal.length + 1);
  });
});

describe('a sweep', () => {
  it('crashes at each of these points when it is let to', async () => {
    const workload = workloadOf('snapshot', seed);
    const points = new Set<number>();
    let of = 0;
    const { failures } = await sweepWorkload({
      subject: walscopeSubject,
      workload,
      fsync: 'always',
      faults: faultsOf(['power-loss']),
      limit: everyPrefix,
      seed,
      thoroughOneIn: 16,
      onProgress: ({ cells }) => {
        for (const cell of cells) {
          points.add(cell.at);
          of = cell.of;
        }
      },
    });
    expect(failures).toEqual([]);
    expect(points.size).toBe(of + 1);
  });
});
