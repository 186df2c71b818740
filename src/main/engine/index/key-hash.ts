/**
 * MurmurHash3 (32 bits) of data[start, start + length), signed: as such a number it never needs memory of its own. The
 * seed keeps others from choosing keys that collide.
 */
export function keyHash(data: Uint8Array, start: number, length: number, seed: number): number {
  let hash = seed | 0;
  let at = start;
  for (const lastBlock = start + length - 4; at <= lastBlock; at += 4) {
    const block = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
    hash ^= scramble(block);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = start + length - 1; i >= at; i--) rest = (rest << 8) | data[i]!;
  hash ^= scramble(rest) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}
