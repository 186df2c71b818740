import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../service/crash/subjects.ts';
import { faultsOf } from './faults.ts';
import { parallelSweep } from './parallel-sweep.ts';
import { sweep } from './sweep.ts';
import type { SweepPlan } from './sweep-plan.ts';
import type { SweepProgress } from './sweep-progress.ts';

const workloads = ['puts', 'overwrites', 'deletes', 'snapshot'];
const plan: SweepPlan = {
  engine: 'guide',
  workloads,
  fsync: 'always',
  profile: 'posix',
  faults: faultsOf(['power-loss', 'torn-write', 'lost-directory-entry']),
  limit: 600,
  seed: 3,
};

describe('a sweep in worker threads', () => {
  it('gives what it gives in one, whatever the number of threads', async () => {
    const { engine, profile: _, ...options } = plan;
    const here = await sweep({ ...options, workloads, subject: subjectOf(engine) });
    expect(here.failures.length).toBeGreaterThan(2);
    expect(await parallelSweep(plan, { threads: 1 })).toEqual(here);
    expect(await parallelSweep(plan, { threads: 3 })).toEqual(here);
  });

  it('tells all that it finds as it goes: cells and counterexamples add up to the result', async () => {
    const told: SweepProgress[] = [];
    const result = await parallelSweep(plan, { threads: 2, onProgress: (progress) => told.push(progress) });
    const cells = told.flatMap((progress) => progress.cells);
    const sum = (of: (cell: (typeof cells)[number]) => number): number =>
      cells.reduce((total, cell) => total + of(cell), 0);
    expect(sum(({ states }) => states)).toBe(result.states);
    expect(told.at(-1)).toMatchObject({ states: result.states, total: plan.limit, checks: result.checks });
    const failing = Object.values(result.perFault).reduce((total, count) => total + count.failing, 0);
    expect(sum((cell) => cell.failing)).toBe(failing);
    expect(told.at(-1)?.failing).toBe(failing);
    expect(told.flatMap(({ failures }) => failures)).toHaveLength(result.failures.length);
    for (const { at, of, example, failing: fails } of cells) {
      expect(at).toBeLessThanOrEqual(of);
      if (example !== null) expect(fails).toBeGreaterThan(0);
    }
    expect(cells.some(({ example }) => example !== null)).toBe(true);
  });

  it('stops when it is told to, before and in its midst', async () => {
    await expect(parallelSweep(plan, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const midst = new AbortController();
    const cut = parallelSweep(
      { ...plan, engine: 'walscope', limit: 200_000 },
      { signal: midst.signal, onProgress: () => midst.abort() },
    );
    await expect(cut).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('refuses an engine that there is not', async () => {
    const nobody = parallelSweep({ ...plan, engine: 'magic' });
    await expect(nobody).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
