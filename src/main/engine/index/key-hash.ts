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
  return finished(hash, rest, length);
}

/** The same of memory that there is a view of, a word at a time. */
export function keyHashIn(view: DataView, start: number, length: number, seed: number): number {
  let hash = seed | 0;
  let at = start;
  for (const lastBlock = start + length - 4; at <= lastBlock; at += 4) {
    hash ^= scramble(view.getInt32(at, true));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = start + length - 1; i >= at; i--) rest = (rest << 8) | view.getUint8(i);
  return finished(hash, rest, length);
}

/** The same, copying the key to `target` from `at` on by the way: one look at each word does for both. */
export function copyHashing(
  source: DataView,
  start: number,
  length: number,
  seed: number,
  target: DataView,
  at: number,
): number {
  const toTarget = at - start;
  let hash = seed | 0;
  let from = start;
  for (const lastBlock = start + length - 4; from <= lastBlock; from += 4) {
    const block = source.getInt32(from, true);
    target.setInt32(from + toTarget, block, true);
    hash ^= scramble(block);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = start + length - 1; i >= from; i--) {
    const byte = source.getUint8(i);
    target.setUint8(i + toTarget, byte);
    rest = (rest << 8) | byte;
  }
  return finished(hash, rest, length);
}

function finished(mixed: number, rest: number, length: number): number {
  let hash = mixed ^ scramble(rest) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}
