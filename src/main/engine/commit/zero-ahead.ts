import type { FileHandle } from '../fs/file-system.ts';

/** Zeros are written ahead in steps as long as the file, within these bounds, in bytes. */
const minStepBytes = 4 * 1024;
const maxStepBytes = 256 * 1024;

const zeros = new Uint8Array(maxStepBytes);

/**
 * Space of a segment that holds zeros already, with its blocks and its length on the disk: an fsync of what is
 * written into it has no metadata to bring along, which takes a third off a short one. The zeros ride on the fsync
 * of the frame that they are written behind.
 */
export class ZeroAhead {
  readonly #handle: FileHandle;
  readonly #limit: number;
  #end: number;
  #isRefused = false;

  /** The file has this length; `limit` is what it is to reach at most. In bytes. */
  constructor(handle: FileHandle, length: number, limit: number) {
    this.#handle = handle;
    this.#end = length;
    this.#limit = limit;
  }

  /** A frame that ends at `offset` has been written: makes space for the next ones when it was the last to fit. */
  follow(offset: number): void {
    if (offset <= this.#end) return;
    this.#end = offset;
    if (this.#isRefused) return;
    const step = Math.min(Math.max(offset, minStepBytes), maxStepBytes, this.#limit - offset);
    if (step <= 0) return;
    try {
      this.#handle.writeSync(zeros.subarray(0, step), offset);
      this.#end = offset + step;
    } catch {
      // The frame stands without them. A full disk is met by the frame that has no more room.
      this.#isRefused = true;
    }
  }

  /** Gives back what lies behind `offset`. What a failure leaves there reads as unused space. */
  async trim(offset: number): Promise<void> {
    if (this.#end <= offset) return;
    await this.#handle.truncate(offset);
    this.#end = offset;
  }

  /** The file has been cut off at `offset`. */
  cut(offset: number): void {
    this.#end = offset;
  }
}
