import type { SurvivalColumn, SurvivalMatrix } from '../../../shared/contract/survival.ts';
import { readCounts } from './counts.ts';

/** What columns there are under each policy: kinds of crash on one file system, or power losses on all of them. */
export const survivalViews = ['crashes', 'file-systems'] as const;
export type SurvivalView = (typeof survivalViews)[number];

export interface MatrixCell {
  /** Indices of the matrix as it came from main. */
  write: number;
  column: number;
}

export interface CellCounts {
  kept: number;
  lost: number;
}

/** The counts of a matrix, by row and column. */
export function countsOf(matrix: SurvivalMatrix): (cell: MatrixCell) => CellCounts {
  const kept = readCounts(matrix.kept);
  const lost = readCounts(matrix.lost);
  return ({ write, column }) => {
    const index = write * matrix.columns.length + column;
    return { kept: kept[index] ?? 0, lost: lost[index] ?? 0 };
  };
}

export type Survives = 'always' | 'sometimes' | 'never';

/** null where the write was never acknowledged. */
export function survives({ kept, lost }: CellCounts): Survives | null {
  if (kept + lost === 0) return null;
  if (lost === 0) return 'always';
  return kept === 0 ? 'never' : 'sometimes';
}

/** Indices of the columns that a view shows, in order. */
export function shownColumns(
  columns: readonly SurvivalColumn[],
  view: SurvivalView,
  profile: string,
): number[] {
  return [...columns.keys()].filter((index) => {
    const column = columns[index]!;
    if (view === 'file-systems') return column.kind === 'power';
    return column.kind !== 'power' || column.profile === profile;
  });
}
