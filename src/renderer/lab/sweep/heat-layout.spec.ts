import { describe, expect, it } from 'vitest';
import {
  cellAt,
  columnPoints,
  columnWidth,
  type Heat,
  nextFailing,
  roomFor,
  stepCell,
} from './heat-layout.ts';

const calls = (count: number) => Array.from({ length: count }, (_, index) => `call ${index + 1}`);
const heat: Heat = {
  faults: ['process-kill', 'power-loss'],
  sections: [
    { workload: 'puts', columns: 4, calls: calls(3) },
    { workload: 'roll', columns: 3, calls: calls(9) },
  ],
  columns: 7,
  states: new Uint32Array(14).fill(1),
  failing: Uint32Array.from([0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]),
};

describe('the heatmap on the screen', () => {
  it('finds the cell under the pointer, and none beside the cells', () => {
    const width = 152 + 7 * 20;
    expect(columnWidth(heat, width)).toBe(20);
    expect(cellAt(heat, width, 152 + 41, 18 + 17)).toEqual({ row: 1, column: 2 });
    expect(cellAt(heat, width, 100, 30)).toBeNull();
    expect(cellAt(heat, width, 160, 4)).toBeNull();
    expect(cellAt(heat, width, 160, 18 + 33)).toBeNull();
    expect(roomFor(152 + 70)).toBe(10);
  });

  it('says which crash points a column stands for', () => {
    expect(columnPoints(heat, 3)).toMatchObject({ section: { workload: 'puts' }, from: 3, to: 3 });
    const rest = [4, 5, 6].map((column) => columnPoints(heat, column)!);
    expect(rest.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [4, 6],
      [7, 9],
    ]);
    expect(columnPoints(heat, 7)).toBeNull();
  });

  it('is walked with the arrow keys and does not leave its edges', () => {
    expect(stepCell(heat, { row: 0, column: 0 }, 'ArrowLeft')).toEqual({ row: 0, column: 0 });
    expect(stepCell(heat, { row: 0, column: 0 }, 'ArrowDown')).toEqual({ row: 1, column: 0 });
    expect(stepCell(heat, { row: 1, column: 0 }, 'ArrowDown')).toEqual({ row: 1, column: 0 });
    expect(stepCell(heat, { row: 1, column: 0 }, 'End')).toEqual({ row: 1, column: 6 });
    expect(stepCell(heat, { row: 1, column: 0 }, 'x')).toBeNull();
  });

  it('goes to the next cell that fails, round the end', () => {
    expect(nextFailing(heat, null)).toEqual({ row: 0, column: 5 });
    expect(nextFailing(heat, { row: 0, column: 5 })).toEqual({ row: 1, column: 1 });
    expect(nextFailing(heat, { row: 1, column: 1 })).toEqual({ row: 0, column: 5 });
    expect(nextFailing({ ...heat, failing: new Uint32Array(14) }, null)).toBeNull();
  });
});
