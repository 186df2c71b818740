import { setImmediate } from 'node:timers/promises';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle } from '../../engine/fs/file-system.ts';

/**
 * A file read front to back through a buffer of fixed size, or of its own where it is shorter, so that a log of any
 * size costs the same memory. Each refill gives the event loop a turn.
 */
export class ByteWindow {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #buffer: Buffer;
  readonly #signal: AbortSignal | undefined;
  #start = 0;
  #end = 0;

  /** `size`: the file's, as it was when reading began; what is appended later is not looked at. */
  constructor(handle: FileHandle, size: number, options: { bytes?: number; signal?: AbortSignal } = {}) {
    this.#handle = handle;
    this.size = size;
    this.#buffer = Buffer.allocUnsafe(Math.min(size, options.bytes ?? 128 * 1024));
    this.#signal = options.signal;
  }

  get capacity(): number {
    return this.#buffer.length;
  }

  /** Whether these bytes can be had without reading. */
  holds(offset: number, length: number): boolean {
    return offset >= this.#start && offset + length <= this.#end;
  }

  /** Reads on from `offset`, as far as the buffer and the file go. */
  async load(offset: number): Promise<void> {
    if (this.#signal?.aborted) throw new WalscopeError('CANCELLED', 'Reading was cancelled.');
    await setImmediate();
    const wanted = Math.min(this.capacity, this.size - offset);
    const read = await this.#handle.read(this.#buffer.subarray(0, wanted), offset);
    if (read < wanted) {
      throw new WalscopeError(
        'IO',
        `The file became shorter while it was read: ${this.size} bytes at first, ${offset + read} now. Read it again.`,
      );
    }
    this.#start = offset;
    this.#end = offset + read;
  }

  /** A view that is good until the next `load`; `holds` must be true. */
  view(offset: number, length: number): Buffer {
    return this.#buffer.subarray(offset - this.#start, offset - this.#start + length);
  }

  /** Bytes in the window from `offset` on. */
  available(offset: number): number {
    return offset >= this.#start ? Math.max(0, this.#end - offset) : 0;
  }

  /** A copy of any range within the file; the window stays where it is. */
  async copy(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    const read = await this.#handle.read(bytes, offset);
    return read === length ? bytes : bytes.subarray(0, read);
  }
}
