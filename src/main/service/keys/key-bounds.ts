import { compareBytes } from '../../../shared/bytes.ts';

/** Keys in byte order, by position. */
export interface OrderedKeys {
  readonly count: number;
  keyAt(position: number): Uint8Array;
}

/** First position in [from, count) whose key is not below `key`. */
export function lowerBound(keys: OrderedKeys, key: Uint8Array, from = 0): number {
  return bound(keys, from, (candidate) => compareBytes(candidate, key) < 0);
}

/** First position in [from, count) whose key does not begin with `prefix` and is above it. */
export function prefixEnd(keys: OrderedKeys, prefix: Uint8Array, from = 0): number {
  return bound(keys, from, (candidate) => compareBytes(candidate.subarray(0, prefix.length), prefix) <= 0);
}

/** Gallops before it bisects: the end of a small group is found near its beginning. */
function bound(keys: OrderedKeys, from: number, isBefore: (key: Uint8Array) => boolean): number {
  let low = from;
  let step = 1;
  while (low + step <= keys.count && isBefore(keys.keyAt(low + step - 1))) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, keys.count);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(keys.keyAt(middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}
