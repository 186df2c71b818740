import { describe, expect, it } from 'vitest';
import type { SurvivalMatrix } from '../../../shared/contract/survival.ts';
import { countsOf, shownColumns, survives } from './survival-counts.ts';

const columns: SurvivalMatrix['columns'] = [
  { fsync: 'always', kind: 'kill', profile: 'posix', done: true },
  { fsync: 'always', kind: 'power', profile: 'posix', done: true },
  { fsync: 'always', kind: 'power', profile: 'xfs', done: true },
  { fsync: 'always', kind: 'fsync-error', profile: 'posix', done: false },
];

const bytesOf = (...counts: number[]) => new Uint8Array(Uint32Array.from(counts).buffer);

describe('the survival matrix', () => {
  it('shows kinds of crash on one file system, or power losses on all', () => {
    expect(shownColumns(columns, 'crashes', 'xfs')).toEqual([0, 2, 3]);
    expect(shownColumns(columns, 'file-systems', 'xfs')).toEqual([1, 2]);
  });

  it('says how a write fares by its counts', () => {
    expect(survives({ kept: 3, lost: 0 })).toBe('always');
    expect(survives({ kept: 3, lost: 1 })).toBe('sometimes');
    expect(survives({ kept: 0, lost: 1 })).toBe('never');
    expect(survives({ kept: 0, lost: 0 })).toBeNull();
  });

  it('finds the counts of a cell', () => {
    const matrix = { columns, kept: bytesOf(1, 2, 3, 4, 5, 6, 7, 8), lost: bytesOf(0, 0, 0, 0, 9, 0, 0, 0) };
    const counts = countsOf(matrix as SurvivalMatrix);
    expect(counts({ write: 1, column: 0 })).toEqual({ kept: 5, lost: 9 });
    expect(counts({ write: 0, column: 3 })).toEqual({ kept: 4, lost: 0 });
  });
});
