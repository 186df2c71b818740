import { viewOf } from '../../../engine/format/integers.ts';
import { keyHashIn } from '../../../engine/index/key-hash.ts';
import type { Binary } from '../../../formats/redis/value.ts';

const scratch = new DataView(new ArrayBuffer(128));

/**
 * The hash of a key as text; of its bytes `keyHashIn` is the same, so that either finds it. The seed keeps others from
 * choosing keys that collide.
 */
export function hashOfText(text: Binary, seed: number): number {
  const { length } = text;
  if (length > scratch.byteLength) return keyHashIn(viewOf(Buffer.from(text, 'latin1')), 0, length, seed);
  for (let i = 0; i < length; i++) scratch.setUint8(i, text.charCodeAt(i));
  return keyHashIn(scratch, 0, length, seed);
}
