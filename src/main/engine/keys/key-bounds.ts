import type { Bytes, ScanOptions } from '../api.ts';
import { compareBytes } from '../index/sort-ids.ts';
import { keyBytes } from '../store/arguments.ts';

/** One end of a range of keys. */
export interface KeyBound {
  key: Uint8Array;
  /** The range lies above the key, or below it. */
  side: 'above' | 'below';
  /** Whether the key itself is in the range. */
  isIn: boolean;
}

/** Every bound that was given: a key is in the range when it is within all of them. */
export function boundsOf({ gt, gte, lt, lte, prefix }: ScanOptions): KeyBound[] {
  const bounds: KeyBound[] = [];
  const add = (given: Bytes | undefined, side: KeyBound['side'], isIn: boolean): void => {
    if (given !== undefined) bounds.push({ key: keyBytes(given), side, isIn });
  };
  add(gte, 'above', true);
  add(gt, 'above', false);
  add(lt, 'below', false);
  add(lte, 'below', true);
  if (prefix === undefined) return bounds;
  const start = keyBytes(prefix);
  const after = firstAfterPrefix(start);
  bounds.push({ key: start, side: 'above', isIn: true });
  if (after !== null) bounds.push({ key: after, side: 'below', isIn: false });
  return bounds;
}

/** Whether the key bytes[start, start + length) is in the range. */
export function isWithin(
  bounds: readonly KeyBound[],
  bytes: Uint8Array,
  start: number,
  length: number,
): boolean {
  for (const { key, side, isIn } of bounds) {
    const order = compareBytes(bytes, start, length, key);
    if (order === 0 ? !isIn : order > 0 !== (side === 'above')) return false;
  }
  return true;
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
