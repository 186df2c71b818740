/** As many pairs as the counts of a wide digit: with fewer, clearing and summing those would take longest. */
const fewPairs = 1 << 14;
const wide = { bits: 16, passes: 2 };
const narrow = { bits: 8, passes: 4 };

interface Pairs {
  keys: Uint32Array;
  values: Uint32Array;
}

/** Sorts pairs by their keys: a million takes some 20 ms, a few next to nothing. The arrays given are not kept in order. */
export function radixSortPairs(keys: Uint32Array, values: Uint32Array): Pairs {
  const { bits, passes } = keys.length < fewPairs ? narrow : wide;
  const counts = new Uint32Array(1 << bits);
  let from: Pairs = { keys, values };
  let to: Pairs = { keys: new Uint32Array(keys.length), values: new Uint32Array(keys.length) };
  for (let done = 0; done < passes; done++) {
    pass(from, to, counts, done * bits);
    [from, to] = [to, from];
  }
  return from;
}

/** Sorts by one digit; what is equal in it stays in its order. */
function pass(from: Pairs, to: Pairs, counts: Uint32Array, shift: number): void {
  const mask = counts.length - 1;
  counts.fill(0);
  for (const key of from.keys) counts[(key >>> shift) & mask]!++;
  let start = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit] as number;
    counts[digit] = start;
    start += count;
  }
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] as number;
    const at = counts[(key >>> shift) & mask]!++;
    to.keys[at] = key;
    to.values[at] = from.values[i] as number;
  }
}
