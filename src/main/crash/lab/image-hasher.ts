import type { DiskImage } from './disk-image.ts';

/** Two independent 32-bit hashes: together they tell the states of one sweep apart. */
export interface Hash {
  low: number;
  high: number;
}

/** The 53 bits of both that a number can hold: what equal contents have in common. */
export const keyOf = ({ low, high }: Hash): number => (high >>> 0) * 2 ** 21 + (low >>> 11);

/** Mixes a value into a hash. */
export function mixed({ low, high }: Hash, value: number): Hash {
  return { low: scrambled(low ^ value, 0x85ebca6b), high: scrambled(high ^ value, 0xc2b2ae35) };
}

export function hashOfText(text: string): Hash {
  return hashOfBytes(Buffer.from(text));
}

/** Every byte counts, and so does the length. Not for data that someone chose in order to deceive. */
export function hashOfBytes(bytes: Uint8Array): Hash {
  let low = bytes.length ^ 0x9e3779b1;
  let high = bytes.length ^ 0x7feb352d;
  const whole = bytes.length & ~3;
  let index = 0;
  for (; index < whole; index += 4) {
    const word =
      bytes[index]! | (bytes[index + 1]! << 8) | (bytes[index + 2]! << 16) | (bytes[index + 3]! << 24);
    low = Math.imul(low ^ word, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  for (; index < bytes.length; index++) {
    low = Math.imul(low ^ bytes[index]!, 0x85ebca6b);
    high = Math.imul(high ^ bytes[index]!, 0xc2b2ae35);
  }
  return { low: scrambled(low, 0x2c1b3c6d), high: scrambled(high, 0x297a2d39) };
}

/** Most files are the same in many states: each byte array is hashed once. */
export class ImageHasher {
  readonly #contents = new WeakMap<Uint8Array, Hash>();
  readonly #paths = new Map<string, Hash>();

  /** The same for the same files, whatever their order. */
  hash(image: DiskImage): Hash {
    let low = image.size;
    let high = image.size;
    for (const [path, content] of image) {
      const name = this.#pathHash(path);
      const bytes = this.#contentHash(content);
      low = (low + scrambled(name.low ^ bytes.low, 0x85ebca6b)) | 0;
      high = (high + scrambled(name.high ^ Math.imul(bytes.high, 5), 0xc2b2ae35)) | 0;
    }
    return { low, high };
  }

  #pathHash(path: string): Hash {
    let hash = this.#paths.get(path);
    if (hash === undefined) {
      hash = hashOfText(path);
      this.#paths.set(path, hash);
    }
    return hash;
  }

  #contentHash(content: Uint8Array): Hash {
    let hash = this.#contents.get(content);
    if (hash === undefined) {
      hash = hashOfBytes(content);
      this.#contents.set(content, hash);
    }
    return hash;
  }
}

function scrambled(value: number, factor: number): number {
  let hash = Math.imul(value ^ (value >>> 16), factor);
  hash = Math.imul(hash ^ (hash >>> 13), 0x7feb352d);
  return hash ^ (hash >>> 16);
}
