import { createHash } from 'node:crypto';
import type { FileHandle } from '../fs/file-system.ts';

/** Read back and hashed at once: about a millisecond, so that nobody else waits longer for the thread. */
const pieceBytes = 1024 * 1024;

/**
 * SHA-256 of a segment that is written to, for its seal. Taken of what is appended as it is appended; what was there
 * before the store was opened is read back when the segment is closed, so that opening need not wait for it.
 */
export class SegmentDigest {
  readonly #hash = createHash('sha256');
  /** All bytes before this offset are hashed. */
  #hashedTo = 0;

  /** `bytes` were written at `offset`. */
  update(bytes: Uint8Array, offset: number): void {
    if (offset !== this.#hashedTo) return;
    this.#hash.update(bytes);
    this.#hashedTo += bytes.length;
  }

  /** Of the first `end` bytes of the segment, which must all have been written. */
  async of(handle: FileHandle, end: number): Promise<Uint8Array> {
    const piece = new Uint8Array(Math.min(pieceBytes, end - this.#hashedTo));
    while (this.#hashedTo < end) {
      const part = piece.subarray(0, end - this.#hashedTo);
      const length = await handle.read(part, this.#hashedTo);
      if (length < part.length) throw new Error(`a segment of less than ${end} bytes`);
      this.#hash.update(part);
      this.#hashedTo += length;
    }
    return this.#hash.copy().digest();
  }
}
