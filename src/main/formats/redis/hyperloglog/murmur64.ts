const multiplier = 0xc6a4a7935bd1e995n;
const mask = 2n ** 64n - 1n;

/** MurmurHash64A of little-endian words. */
export function murmur64(data: Uint8Array, seed: bigint): bigint {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let hash = seed ^ ((BigInt(bytes.length) * multiplier) & mask);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    let word = (bytes.readBigUInt64LE(at) * multiplier) & mask;
    word ^= word >> 47n;
    hash ^= (word * multiplier) & mask;
    hash = (hash * multiplier) & mask;
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--)
      hash ^= BigInt(bytes[at] as number) << BigInt(8 * (at - whole));
    hash = (hash * multiplier) & mask;
  }
  hash ^= hash >> 47n;
  hash = (hash * multiplier) & mask;
  return hash ^ (hash >> 47n);
}
