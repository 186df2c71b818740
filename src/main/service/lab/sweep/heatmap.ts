import type { HeatSection } from '../../../../shared/contract/sweep.ts';
import { columnOf, type HeatGrid } from './heat-grid.ts';

/** A heatmap as it is shown: rows are faults, columns crash points of one workload after the other. */
export interface Heat {
  sections: HeatSection[];
  columns: number;
  /** Row by row. */
  states: Uint32Array;
  failing: Uint32Array;
}

/** The crash points that stand in one column: of which workload, and from which to which (not included). */
export interface ColumnPoints {
  grid: HeatGrid;
  from: number;
  to: number;
}

/** Puts workloads side by side in at most `maxColumns` columns, and at least one for each. */
export function heatOf(
  grids: readonly HeatGrid[],
  rows: number,
  maxColumns: number,
  invariant: string | null,
): Heat {
  const widths = widthsOf(grids, maxColumns);
  const columns = widths.reduce((sum, width) => sum + width, 0);
  const heat: Heat = {
    sections: grids.map(({ workload, calls }, index) => ({
      workload,
      columns: widths[index]!,
      calls: [...calls],
    })),
    columns,
    states: new Uint32Array(rows * columns),
    failing: new Uint32Array(rows * columns),
  };
  let first = 0;
  for (const [index, grid] of grids.entries()) {
    grid.addTo(heat, { first, columns: widths[index]!, width: columns }, invariant);
    first += widths[index]!;
  }
  return heat;
}

/** What stands in a column of a heatmap of at most `maxColumns`; null beyond its end. */
export function pointsIn(
  grids: readonly HeatGrid[],
  maxColumns: number,
  column: number,
): ColumnPoints | null {
  let left = column;
  for (const [index, width] of widthsOf(grids, maxColumns).entries()) {
    const grid = grids[index]!;
    if (left < width) {
      const inColumn = Array.from({ length: grid.points }, (_, point) => point).filter(
        (point) => columnOf(point, grid.points, width) === left,
      );
      return { grid, from: inColumn[0] ?? 0, to: (inColumn.at(-1) ?? -1) + 1 };
    }
    left -= width;
  }
  return null;
}

/** A column for each crash point while there is room; otherwise one for each workload, and of the rest shares. */
function widthsOf(grids: readonly HeatGrid[], maxColumns: number): number[] {
  const points = grids.reduce((sum, grid) => sum + grid.points, 0);
  if (points <= maxColumns) return grids.map((grid) => grid.points);
  const spare = Math.max(0, maxColumns - grids.length);
  const calls = Math.max(1, points - grids.length);
  return grids.map((grid) => 1 + Math.floor(((grid.points - 1) * spare) / calls));
}
