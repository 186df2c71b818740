import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { radixSortPairs } from './radix-sort-pairs.ts';

const anyKey = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function sortedBy(keys: readonly number[]): void {
  const places = keys.map((_, place) => place);
  const sorted = radixSortPairs(Uint32Array.from(keys), Uint32Array.from(places));
  const expected = [...places].sort((one, other) => keys[one]! - keys[other]! || one - other);
  expect([...sorted.values]).toEqual(expected);
  expect([...sorted.keys]).toEqual(expected.map((place) => keys[place]));
}

describe('radixSortPairs', () => {
  it('sorts pairs by their keys; those of equal keys stay in their order', () => {
    fc.assert(fc.property(fc.array(fc.oneof(anyKey, fc.integer({ min: 0, max: 9 }))), sortedBy));
  });

  it('sorts as many as a large segment has, and the numbers just beside where it changes its digits', () => {
    for (const count of [(1 << 14) - 1, 1 << 14, 100_000]) {
      sortedBy(Array.from({ length: count }, (_, place) => Math.imul(place + 1, 0x9e3779b1) >>> (place % 3)));
    }
  });
});
