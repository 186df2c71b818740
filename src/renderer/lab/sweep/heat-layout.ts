import type { HeatSection } from '../../../shared/contract/sweep.ts';

/** Sizes of the heatmap, in px. */
export const heatRow = 16;
export const heatHead = 18;
export const heatFoot = 18;
/** Room for the faults' names, and what a column needs to be told apart. */
export const heatLabels = 152;
export const minColumn = 7;
const maxColumn = 34;

/** A heatmap as it came, and as its counts are looked up. */
export interface Heat {
  faults: readonly string[];
  sections: readonly HeatSection[];
  columns: number;
  states: Uint32Array;
  failing: Uint32Array;
}

export interface HeatCell {
  /** Index of the fault. */
  row: number;
  column: number;
}

/** What one column stands for: crash points `from` to `to` (included) of a workload. */
export interface HeatColumn {
  section: HeatSection;
  from: number;
  to: number;
}

export const cellIndex = (heat: Heat, { row, column }: HeatCell): number => row * heat.columns + column;

/** How many columns there is room for. */
export const roomFor = (width: number): number => Math.max(1, Math.floor((width - heatLabels) / minColumn));

export const columnWidth = (heat: Heat, width: number): number =>
  Math.min(maxColumn, (width - heatLabels) / Math.max(1, heat.columns));

/** The cell at a place of the canvas; null beside the cells. */
export function cellAt(heat: Heat, width: number, x: number, y: number): HeatCell | null {
  const column = Math.floor((x - heatLabels) / columnWidth(heat, width));
  const row = Math.floor((y - heatHead) / heatRow);
  const inside = column >= 0 && column < heat.columns && row >= 0 && row < heat.faults.length;
  return inside ? { row, column } : null;
}

/** The workload and the crash points that a column stands for; the columns of main's heatmap are counted alike. */
export function columnPoints(heat: Heat, column: number): HeatColumn | null {
  let left = column;
  for (const section of heat.sections) {
    if (left < section.columns) {
      const points = section.calls.length + 1;
      const first = Math.ceil((left * points) / section.columns);
      const next = Math.ceil(((left + 1) * points) / section.columns);
      return { section, from: first, to: next - 1 };
    }
    left -= section.columns;
  }
  return null;
}

/** The cell one step away, within the map. */
export function stepCell(heat: Heat, cell: HeatCell, key: string): HeatCell | null {
  const last = { row: heat.faults.length - 1, column: heat.columns - 1 };
  switch (key) {
    case 'ArrowLeft':
      return { ...cell, column: Math.max(0, cell.column - 1) };
    case 'ArrowRight':
      return { ...cell, column: Math.min(last.column, cell.column + 1) };
    case 'ArrowUp':
      return { ...cell, row: Math.max(0, cell.row - 1) };
    case 'ArrowDown':
      return { ...cell, row: Math.min(last.row, cell.row + 1) };
    case 'Home':
      return { ...cell, column: 0 };
    case 'End':
      return { ...cell, column: last.column };
    default:
      return null;
  }
}

/** The next cell that fails, row by row, round the end; null when none does. */
export function nextFailing(heat: Heat, cell: HeatCell | null): HeatCell | null {
  const total = heat.failing.length;
  const start = cell === null ? -1 : cellIndex(heat, cell);
  for (let step = 1; step <= total; step++) {
    const index = (start + step + total) % total;
    if (heat.failing[index]! > 0) {
      return { row: Math.floor(index / heat.columns), column: index % heat.columns };
    }
  }
  return null;
}
