const digitBits = 16;
const digits = 1 << digitBits;
const digitMask = digits - 1;

interface Pairs {
  keys: Uint32Array;
  values: Uint32Array;
}

/** Sorts pairs by their keys, two passes of 16 bits: a million takes some 20 ms. The arrays given are not kept in order. */
export function radixSortPairs(keys: Uint32Array, values: Uint32Array): Pairs {
  const given = { keys, values };
  const spare = { keys: new Uint32Array(keys.length), values: new Uint32Array(keys.length) };
  const counts = new Uint32Array(digits);
  pass(given, spare, counts, 0);
  pass(spare, given, counts, digitBits);
  return given;
}

function pass(from: Pairs, to: Pairs, counts: Uint32Array, shift: number): void {
  counts.fill(0);
  for (const key of from.keys) counts[(key >>> shift) & digitMask]!++;
  let start = 0;
  for (let digit = 0; digit < digits; digit++) {
    const count = counts[digit] as number;
    counts[digit] = start;
    start += count;
  }
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] as number;
    const at = counts[(key >>> shift) & digitMask]!++;
    to.keys[at] = key;
    to.values[at] = from.values[i] as number;
  }
}
