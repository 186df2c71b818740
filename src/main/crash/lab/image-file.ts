import type { FileInMemory } from '../../engine/fs/memory-file-handle.ts';

const empty = new Uint8Array(0);
const minCapacity = 256;

/** A file of an image, or one made since. The image's bytes are copied at the first change. */
export class ImageFile implements FileInMemory {
  lockHolder: object | null = null;
  #bytes: Uint8Array;
  #length: number;
  /** The bytes are the image's, and other disks share them. */
  #shared: boolean;

  constructor(content?: Uint8Array) {
    this.#bytes = content ?? empty;
    this.#length = this.#bytes.length;
    this.#shared = true;
  }

  /** Nothing is ever lost of it: there is only what was written. */
  get written(): this {
    return this;
  }

  get length(): number {
    return this.#length;
  }

  /** What stands in the file now: to be read at once, and not to be changed. */
  view(): Uint8Array {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  /** The same bytes for good: whatever is written from now on is written to a copy. */
  share(): Uint8Array {
    this.#bytes = this.view();
    this.#shared = true;
    return this.#bytes;
  }

  write(data: Uint8Array, position: number): void {
    const end = Math.max(this.#length, position + data.length);
    this.#own(end);
    this.#bytes.set(data, position);
    this.#length = end;
  }

  resize(length: number): void {
    this.#own(length);
    // What lies beyond the length is always zero, so that growing again finds zeros.
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  #own(capacity: number): void {
    if (!this.#shared && capacity <= this.#bytes.length) return;
    const grown = this.#shared ? capacity + minCapacity : 2 * capacity;
    const bytes = new Uint8Array(Math.max(grown, this.#length));
    bytes.set(this.view());
    this.#bytes = bytes;
    this.#shared = false;
  }
}
