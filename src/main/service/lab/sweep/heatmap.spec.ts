import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeatGrid } from './heat-grid.ts';
import { heatOf, pointsIn } from './heatmap.ts';

const faults = ['process-kill', 'power-loss'];
/** A workload whose every second journal entry is a system call. */
const gridOf = (workload: string, calls: number): HeatGrid =>
  new HeatGrid(
    workload,
    faults,
    Array.from({ length: calls }, (_, index) => ({ at: 2 * index + 1, text: `call ${index + 1}` })),
    2 * calls + 1,
  );
const count = (fault: string, at: number, states: number, violated: Record<string, number> = {}) => ({
  fault,
  at,
  states,
  failing: Math.max(0, ...Object.values(violated)),
  violated,
});

describe('the heatmap of a sweep', () => {
  it('counts states by fault and by the system calls that had happened', () => {
    const grid = gridOf('puts', 3);
    grid.add(count('process-kill', 0, 5));
    grid.add(count('process-kill', 1, 7));
    grid.add(count('power-loss', 4, 9, { durability: 2, prefix: 4 }));
    grid.add(count('power-loss', 99, 1));
    grid.add(count('bit-rot', 1, 1));
    const heat = heatOf([grid], 2, 100, null);
    expect(heat.columns).toBe(4);
    expect([...heat.states]).toEqual([12, 0, 0, 0, 0, 0, 9, 1]);
    expect([...heat.failing]).toEqual([0, 0, 0, 0, 0, 0, 4, 0]);
    expect([...heatOf([grid], 2, 100, 'durability').failing]).toEqual([0, 0, 0, 0, 0, 0, 2, 0]);
    expect([...heatOf([grid], 2, 100, 'sequence').failing].some((each) => each > 0)).toBe(false);
    expect(heat.sections).toEqual([{ workload: 'puts', columns: 4, calls: ['call 1', 'call 2', 'call 3'] }]);
  });

  it('loses no state when crash points are put together, and finds them again', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 6, max: 120 }), (calls, maxColumns) => {
        const grids = calls.map((each, index) => gridOf(`workload ${index}`, each));
        for (const grid of grids) {
          for (let at = 0; at <= 2 * grid.points; at++) grid.add(count('power-loss', at, 1, { prefix: 1 }));
        }
        const heat = heatOf(grids, 2, maxColumns, 'prefix');
        expect(heat.columns).toBeLessThanOrEqual(Math.max(maxColumns, grids.length));
        const added = grids.reduce((sum, grid) => sum + 2 * grid.points + 1, 0);
        expect(heat.states.reduce((sum, each) => sum + each, 0)).toBe(added);
        expect([...heat.failing]).toEqual([...heat.states]);
        const found = Array.from({ length: heat.columns }, (_, column) =>
          pointsIn(grids, maxColumns, column),
        );
        const points = found.flatMap((each) =>
          Array.from(
            { length: each!.to - each!.from },
            (_, index) => `${each!.grid.workload} ${each!.from + index}`,
          ),
        );
        const all = grids.flatMap((grid) =>
          Array.from({ length: grid.points }, (_, point) => `${grid.workload} ${point}`),
        );
        expect(points).toEqual(all);
        expect(pointsIn(grids, maxColumns, heat.columns)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
