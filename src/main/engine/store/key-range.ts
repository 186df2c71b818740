import type { IndexColumns } from '../index/index-columns.ts';
import { compareToKey } from '../index/sort-ids.ts';
import type { KeyBound } from '../keys/key-bounds.ts';

/** Positions [from, to) in `ids`, which are in key order, of the keys within all bounds. */
export function keyRange(
  ids: Uint32Array,
  columns: IndexColumns,
  bounds: readonly KeyBound[],
): { from: number; to: number } {
  let from = 0;
  let to = ids.length;
  for (const { key, side, isIn } of bounds) {
    // The range begins with the first key that is not below it, and ends before the first that is above it.
    const isPassed = (side === 'above') === isIn ? atLeast : above;
    const at = firstAt(ids, columns, isPassed, key);
    if (side === 'above') from = Math.max(from, at);
    else to = Math.min(to, at);
  }
  return { from, to: Math.max(from, to) };
}

const atLeast = (order: number): boolean => order >= 0;
const above = (order: number): boolean => order > 0;

/** Position of the first id whose key, compared with `key`, passes `test`. */
function firstAt(
  ids: Uint32Array,
  columns: IndexColumns,
  test: (order: number) => boolean,
  key: Uint8Array,
): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(compareToKey(columns, ids[middle] as number, key))) high = middle;
    else low = middle + 1;
  }
  return low;
}
