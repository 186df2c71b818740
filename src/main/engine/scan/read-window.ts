import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle } from '../fs/file-system.ts';

/** How much is read ahead at once. */
const readAheadBytes = 512 * 1024;

/** A piece of a file in memory that moves forward as it is read. */
export class ReadWindow {
  /** The bytes of the file from `base` on; only `length` of them count. */
  bytes: Uint8Array = new Uint8Array(0);
  base = 0;
  length = 0;
  readonly #handle: FileHandle;
  readonly #name: string;
  readonly size: number;

  /** `name` is for messages; nothing after `size` is looked at. */
  constructor(handle: FileHandle, name: string, size: number) {
    this.#handle = handle;
    this.#name = name;
    this.size = size;
  }

  /** True when the range is in memory: then its index in `bytes` is `offset - base`. */
  holds(offset: number, length: number): boolean {
    return offset >= this.base && offset + length <= this.base + this.length;
  }

  /** Brings the range into memory, as far as the file has it; false when the file ends before the range does. */
  async load(offset: number, length: number): Promise<boolean> {
    if (this.holds(offset, length)) return true;
    const wanted = Math.min(Math.max(length, readAheadBytes), this.size - offset);
    this.#makeRoom(offset, Math.max(wanted, 0));
    while (this.length < wanted) {
      const read = await this.#read(this.bytes.subarray(this.length, wanted), offset + this.length);
      if (read === 0) break;
      this.length += read;
    }
    return this.length >= length;
  }

  /** Moves the window to `offset`, keeping what it already has of it. */
  #makeRoom(offset: number, capacity: number): void {
    const overlap = offset >= this.base ? Math.max(this.base + this.length - offset, 0) : 0;
    const kept = this.bytes.subarray(this.length - overlap, this.length);
    const enough =
      this.bytes.length >= capacity && this.bytes.length <= 4 * Math.max(capacity, readAheadBytes);
    const target = enough ? this.bytes : new Uint8Array(Math.max(capacity, overlap));
    target.set(kept, 0);
    this.bytes = target;
    this.base = offset;
    this.length = overlap;
  }

  async #read(target: Uint8Array, position: number): Promise<number> {
    try {
      return await this.#handle.read(target, position);
    } catch (cause) {
      throw new WalscopeError(
        'IO',
        `${this.#name} cannot be read at byte ${position}: ${(cause as Error).message}. Copy the directory to another disk and open the copy.`,
        { cause, details: { file: this.#name, offset: position } },
      );
    }
  }
}
