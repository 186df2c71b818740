/**
 * HyperLogLog strings as Redis lays them out: 16 bytes of header (`HYLL`, the encoding, 3 bytes of nothing, and the
 * count that was found last, little-endian, whose highest bit says that it no longer holds), then 16,384 registers.
 * Dense ones have 6 bits each, the lowest first; sparse ones stand as runs (`sparse.ts`).
 */
export const registerCount = 16384;
export const headerLength = 16;
export const encodingAt = 4;
export const dense = 0;
export const sparse = 1;
export const denseLength = headerLength + (registerCount * 6) / 8;
export const maxRank = 63;

const countAt = 8;
const highestByteAt = 15;
const staleBit = 0x80;

/** Whether Redis takes the string for a HyperLogLog: by its header alone, so that its runs may still be broken. */
export function isHll(bytes: Uint8Array): boolean {
  if (bytes.length < headerLength || Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'HYLL')
    return false;
  return isDense(bytes) ? bytes.length === denseLength : bytes[encodingAt] === sparse;
}

export function isDense(sketch: Uint8Array): boolean {
  return sketch[encodingAt] === dense;
}

/** What was counted last; null when registers have changed since. */
export function cachedCount(sketch: Buffer): bigint | null {
  return ((sketch[highestByteAt] as number) & staleBit) !== 0 ? null : sketch.readBigUInt64LE(countAt);
}

export function cacheCount(sketch: Buffer, count: bigint): void {
  sketch.writeBigUInt64LE(BigInt.asUintN(64, count), countAt);
}

/** Registers have changed: what was counted no longer holds. */
export function markStale(sketch: Buffer): void {
  sketch[highestByteAt] = (sketch[highestByteAt] as number) | staleBit;
}

/** The rank in a dense register. */
export function denseRank(sketch: Uint8Array, register: number): number {
  const bit = register * 6;
  const at = headerLength + (bit >> 3);
  return ((((sketch[at + 1] ?? 0) << 8) | (sketch[at] as number)) >> (bit & 7)) & maxRank;
}

/** All ranks of a dense sketch: four of them stand in three bytes. */
export function readDense(sketch: Uint8Array, ranks: Uint8Array): void {
  for (let register = 0, at = headerLength; register < registerCount; register += 4, at += 3) {
    const three =
      (sketch[at] as number) | ((sketch[at + 1] as number) << 8) | ((sketch[at + 2] as number) << 16);
    ranks[register] = three & maxRank;
    ranks[register + 1] = (three >> 6) & maxRank;
    ranks[register + 2] = (three >> 12) & maxRank;
    ranks[register + 3] = three >> 18;
  }
}

export function writeDense(sketch: Uint8Array, register: number, rank: number): void {
  const bit = register * 6;
  const at = headerLength + (bit >> 3);
  const shift = bit & 7;
  const pair =
    ((((sketch[at + 1] ?? 0) << 8) | (sketch[at] as number)) & ~(maxRank << shift)) | (rank << shift);
  sketch[at] = pair & 255;
  if (at + 1 < sketch.length) sketch[at + 1] = (pair >> 8) & 255;
}
