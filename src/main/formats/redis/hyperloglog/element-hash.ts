import { murmur64 } from './murmur64.ts';

const seed = 0xadc83b19n;
const registerBits = 14n;
/** What is left of 64 bits are zeros up to here at the most. */
const highestRank = 51;

/** Which register an element falls into, and the rank that it gives it: by the zeros at the end of the rest. */
export function hashOf(element: Uint8Array): { register: number; rank: number } {
  const hash = murmur64(element, seed);
  const register = Number(hash & 0x3fffn);
  let rest = hash >> registerBits;
  let rank = 1;
  while ((rest & 1n) === 0n && rank < highestRank) {
    rest >>= 1n;
    rank++;
  }
  return { register, rank };
}
