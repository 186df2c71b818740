import type { ReadHandle } from './flipped-handle.ts';

/** Reading stopped: `torn` when the file ends where more should stand. */
export class RdbFault extends Error {
  readonly offset: number;
  readonly torn: boolean;

  constructor(offset: number, reason: string, torn = false) {
    super(reason);
    this.offset = offset;
    this.torn = torn;
  }
}

const windowBytes = 256 * 1024;
/** A longer window, for one long string, is not kept for the next. */
const keptBytes = 4 * windowBytes;

/** Bytes read in order, from memory or through a window over a file; what is passed over is not read. */
export class ByteInput {
  readonly size: number;
  /** Whether a value that can be read is a fault all the same where Redis would refuse it. */
  strict = false;
  readonly #handle: ReadHandle | null;
  #buffer = Buffer.alloc(0);
  /** What of the buffer has been read. */
  #window: Buffer;
  #start: number;
  #at: number;

  private constructor(handle: ReadHandle | null, window: Buffer, at: number, size: number) {
    this.#handle = handle;
    this.#window = window;
    this.#start = at;
    this.#at = at;
    this.size = size;
  }

  static overFile(handle: ReadHandle, from: number, size: number): ByteInput {
    return new ByteInput(handle, Buffer.alloc(0), from, size);
  }

  static over(bytes: Uint8Array): ByteInput {
    return new ByteInput(
      null,
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      0,
      bytes.length,
    );
  }

  get offset(): number {
    return this.#at;
  }

  get left(): number {
    return this.size - this.#at;
  }

  byte(): number {
    const byte = this.#window[this.#at - this.#start];
    // Beyond the window, or before it, nothing is there.
    if (byte === undefined || this.#at >= this.size) return this.view(1)[0] as number;
    this.#at++;
    return byte;
  }

  peek(): number | null {
    if (this.left === 0) return null;
    const byte = this.byte();
    this.#at--;
    return byte;
  }

  /** Good until the next read. Never longer than what is left, whatever a length field says. */
  view(length: number): Buffer {
    if (length > this.left) throw new RdbFault(this.#at, missing(length, this.left), true);
    const within = this.#at - this.#start;
    this.#at += length;
    if (within >= 0 && within + length <= this.#window.length)
      return this.#window.subarray(within, within + length);
    return this.#load(this.#at - length, length);
  }

  copy(length: number): Buffer {
    return Buffer.from(this.view(length));
  }

  /** A copy of bytes that stand elsewhere; the offset stays, here and in the two that follow. */
  copyAt(offset: number, length: number): Buffer {
    const from = this.#bring(offset, length);
    return Buffer.from(this.#window.subarray(from, from + length));
  }

  /** One character for each byte. */
  latin1At(offset: number, length: number): string {
    const from = this.#bring(offset, length);
    return this.#window.toString('latin1', from, from + length);
  }

  equalsAt(offset: number, bytes: Uint8Array): boolean {
    const from = this.#bring(offset, bytes.length);
    for (let i = 0; i < bytes.length; i++) if (this.#window[from + i] !== bytes[i]) return false;
    return true;
  }

  /** Where in the window these bytes are, which they are brought into. */
  #bring(offset: number, length: number): number {
    if (offset < this.#start || offset + length > this.#start + this.#window.length) {
      if (offset + length > this.size) throw new RdbFault(offset, 'there are no more bytes', true);
      this.#load(offset, length);
    }
    return offset - this.#start;
  }

  skip(length: number): void {
    if (length > this.left) throw new RdbFault(this.#at, missing(length, this.left), true);
    this.#at += length;
  }

  /** Goes back over what was read last. */
  back(length: number): void {
    this.#at -= length;
  }

  seek(offset: number): void {
    this.#at = offset;
  }

  fault(reason: string, offset = this.#at): RdbFault {
    return new RdbFault(offset, reason);
  }

  #load(offset: number, length: number): Buffer {
    if (!this.#handle) throw new RdbFault(offset, 'there are no more bytes', true);
    const wanted = Math.min(Math.max(length, windowBytes), this.size - offset);
    if (this.#buffer.length < wanted || this.#buffer.length > keptBytes)
      this.#buffer = Buffer.allocUnsafeSlow(wanted);
    const window = this.#buffer.subarray(0, wanted);
    const read = this.#handle.readSync(window, offset);
    this.#window = window.subarray(0, read);
    this.#start = offset;
    if (read < length) throw new RdbFault(offset, 'the file became shorter while it was read', true);
    return this.#window.subarray(0, length);
  }
}

function missing(length: number, left: number): string {
  return `${length} ${length === 1 ? 'byte' : 'bytes'} should follow, and ${left} ${left === 1 ? 'is' : 'are'} left`;
}
