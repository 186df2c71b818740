import { WalscopeError } from '../../../shared/errors.ts';
import type { FileHandle } from '../fs/file-system.ts';

/** How much is read ahead at once, unless frames are longer. */
const readAheadBytes = 512 * 1024;

/** What is left of a piece when the next one is needed is the beginning of a frame: mostly it is shorter than this. */
const restBytes = 128 * 1024;

/** Longer frames are not read ahead of. */
const maxAheadBytes = 4 * 1024 * 1024;

/** The next piece, on its way while this one is looked at: behind `room` for what will be left of this one. */
interface PieceAhead {
  offset: number;
  buffer: Uint8Array;
  room: number;
  read: Promise<number>;
}

/** A piece of a file in memory that moves forward as it is read. */
export class ReadWindow {
  /** The bytes of the file from `base` on; only `length` of them count. */
  bytes: Uint8Array = new Uint8Array(0);
  base = 0;
  length = 0;
  readonly #handle: FileHandle;
  readonly #name: string;
  readonly size: number;
  readonly #readsAhead: boolean;
  #ahead: PieceAhead | null = null;
  /** Of what is read ahead from now on: enough for the longest frame so far, which may lie in both parts. */
  #pieceBytes = readAheadBytes;
  #restBytes = restBytes;
  /** The buffer that `bytes` is part of, if it is one to read ahead into; and the one that is free meanwhile. */
  #inUse: Uint8Array | null = null;
  #free: Uint8Array | null = null;

  /**
   * `name` is for messages; nothing after `size` is looked at. One that reads ahead must settle before the file is
   * closed.
   */
  constructor(handle: FileHandle, name: string, size: number, readsAhead = false) {
    this.#handle = handle;
    this.#name = name;
    this.size = size;
    this.#readsAhead = readsAhead;
  }

  /** True when the range is in memory: then its index in `bytes` is `offset - base`. */
  holds(offset: number, length: number): boolean {
    return offset >= this.base && offset + length <= this.base + this.length;
  }

  /** Brings the range into memory, as far as the file has it; false when the file ends before the range does. */
  async load(offset: number, length: number): Promise<boolean> {
    if (this.holds(offset, length)) return true;
    this.#makePiecesFor(length);
    if (this.#ahead !== null && (await this.#moveOn(this.#ahead, offset, length))) return true;
    const wanted = Math.min(Math.max(length, readAheadBytes), this.size - offset);
    this.#makeRoom(offset, Math.max(wanted, 0));
    while (this.length < wanted) {
      const read = await this.#read(this.bytes.subarray(this.length, wanted), offset + this.length);
      if (read === 0) break;
      this.length += read;
    }
    this.#readAhead();
    return this.length >= length;
  }

  /** Reads somewhere else, as `FileHandle` does; the window stays where it is. */
  readonly readSync = (target: Uint8Array, offset: number): number =>
    this.#handle.readSync(target.subarray(0, Math.max(this.size - offset, 0)), offset);

  /** Waits for what is still being read: the file can be closed then. */
  async settle(): Promise<void> {
    await this.#ahead?.read.catch(() => undefined);
  }

  #makePiecesFor(length: number): void {
    if (length <= this.#restBytes || length > maxAheadBytes) return;
    // A power of two: frames of about the same length do not each bring new buffers.
    const bytes = 2 ** Math.ceil(Math.log2(length));
    this.#restBytes = bytes;
    this.#pieceBytes = Math.max(bytes, readAheadBytes);
  }

  #readAhead(): void {
    const offset = this.base + this.length;
    if (!this.#readsAhead || this.#ahead !== null || this.size - offset < readAheadBytes) return;
    const room = this.#restBytes;
    const bytes = room + this.#pieceBytes;
    const buffer = this.#free?.length === bytes ? this.#free : new Uint8Array(bytes);
    this.#free = null;
    const read = this.#read(buffer.subarray(room), offset);
    // Whoever needs the piece will see the error.
    read.catch(() => undefined);
    this.#ahead = { offset, buffer, room, read };
  }

  /** Takes the piece that was read ahead; false when it is not the one, or not all, that is needed. */
  async #moveOn(ahead: PieceAhead, offset: number, length: number): Promise<boolean> {
    const read = await ahead.read;
    const rest = ahead.offset - offset;
    const follows = ahead.offset === this.base + this.length && offset >= this.base && rest >= 0;
    this.#ahead = null;
    this.#free = ahead.buffer;
    if (!follows || rest > ahead.room || rest + read < length) return false;
    const start = ahead.room - rest;
    ahead.buffer.set(this.bytes.subarray(this.length - rest, this.length), start);
    this.#free = this.#inUse;
    this.#inUse = ahead.buffer;
    this.bytes = ahead.buffer.subarray(start);
    this.base = offset;
    this.length = rest + read;
    this.#readAhead();
    return true;
  }

  /** Moves the window to `offset`, keeping what it already has of it. */
  #makeRoom(offset: number, capacity: number): void {
    const overlap = offset >= this.base ? Math.max(this.base + this.length - offset, 0) : 0;
    const kept = this.bytes.subarray(this.length - overlap, this.length);
    const enough =
      this.bytes.length >= capacity && this.bytes.length <= 4 * Math.max(capacity, readAheadBytes);
    const target = enough ? this.bytes : new Uint8Array(Math.max(capacity, overlap));
    target.set(kept, 0);
    if (!enough) this.#inUse = null;
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
