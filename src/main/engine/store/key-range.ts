import type { ScanOptions } from '../api.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { compareToKey } from '../index/sort-ids.ts';
import { keyBytes } from './arguments.ts';

/** Positions [from, to) in `ids`, which are in key order, of the keys between all bounds that were given. */
export function keyRange(
  ids: Uint32Array,
  columns: IndexColumns,
  { gt, gte, lt, lte, prefix }: ScanOptions,
): { from: number; to: number } {
  let from = 0;
  let to = ids.length;
  const atLeast = (key: Uint8Array) => firstAt(ids, columns, (order) => order >= 0, key);
  const above = (key: Uint8Array) => firstAt(ids, columns, (order) => order > 0, key);
  if (gte !== undefined) from = Math.max(from, atLeast(keyBytes(gte)));
  if (gt !== undefined) from = Math.max(from, above(keyBytes(gt)));
  if (lt !== undefined) to = Math.min(to, atLeast(keyBytes(lt)));
  if (lte !== undefined) to = Math.min(to, above(keyBytes(lte)));
  if (prefix !== undefined) {
    const start = keyBytes(prefix);
    const after = firstAfterPrefix(start);
    from = Math.max(from, atLeast(start));
    if (after !== null) to = Math.min(to, atLeast(after));
  }
  return { from, to: Math.max(from, to) };
}

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

/** The least key above all that begin with `prefix`; null when there is none. */
function firstAfterPrefix(prefix: Uint8Array): Uint8Array | null {
  for (let end = prefix.length; end > 0; end--) {
    const last = prefix[end - 1] as number;
    if (last === 0xff) continue;
    const after = prefix.slice(0, end);
    after[end - 1] = last + 1;
    return after;
  }
  return null;
}
