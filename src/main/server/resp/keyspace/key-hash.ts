import { keyHash } from '../../../engine/index/key-hash.ts';
import type { Binary } from '../../../formats/redis/value.ts';

/**
 * One hash for a key as a client sent it and for the same key as text, so that either finds it. The seed keeps others
 * from choosing keys that collide.
 */
export function hashOfBytes(bytes: Uint8Array, start: number, length: number, seed: number): number {
  return keyHash(bytes, start, length, seed);
}

const scratch = new Uint8Array(128);

export function hashOfText(text: Binary, seed: number): number {
  const { length } = text;
  if (length > scratch.length) return keyHash(Buffer.from(text, 'latin1'), 0, length, seed);
  for (let i = 0; i < length; i++) scratch[i] = text.charCodeAt(i);
  return keyHash(scratch, 0, length, seed);
}
