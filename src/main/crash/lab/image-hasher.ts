import { createHash } from 'node:crypto';
import type { DiskImage } from './disk-image.ts';

/** Most files are the same in many states: each byte array is hashed once. */
export class ImageHasher {
  readonly #hashes = new WeakMap<Uint8Array, string>();

  hash(image: DiskImage): string {
    const whole = createHash('sha1');
    for (const [path, content] of [...image].sort(([left], [right]) => (left < right ? -1 : 1))) {
      whole.update(`${path}\0${this.#hashOf(content)}\0`);
    }
    return whole.digest('base64');
  }

  #hashOf(content: Uint8Array): string {
    let hash = this.#hashes.get(content);
    if (hash === undefined) {
      hash = createHash('sha1').update(content).digest('base64');
      this.#hashes.set(content, hash);
    }
    return hash;
  }
}
