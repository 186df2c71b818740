import { copyBytes } from '../../../../shared/bytes.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { writeText } from '../keyspace/write-text.ts';

/** Memory for answers comes in sizes of powers of two, from this many bits to that many. */
const leastBits = 11;
const mostPooledBits = 16;
/** So many of each size wait for the next who needs one. */
const keptOfEach = 64;
const pool: Buffer[][] = Array.from({ length: mostPooledBits + 1 }, () => []);

/** `$`, a length, and what ends both lines of a string. */
const aroundBulkBytes = 16;
const none = Buffer.alloc(0);
const dollar = 36;
const zero = 48;
const carriageReturn = 13;
const newline = 10;

/** What a client is to be sent, as bytes in memory that is used again once they have left. */
export class AnswerBuffer {
  #bytes: Buffer = none;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** An answer as `encodeReply` gives it. */
  text(answer: Binary): void {
    const { length } = answer;
    writeText(answer, this.#reserve(length), this.#length);
    this.#length += length;
  }

  /** `+OK`. */
  ok(): void {
    const bytes = this.#reserve(5);
    const at = this.#length;
    bytes[at] = 43;
    bytes[at + 1] = 79;
    bytes[at + 2] = 75;
    bytes[at + 3] = carriageReturn;
    bytes[at + 4] = newline;
    this.#length = at + 5;
  }

  /** The string source[start, start + length). */
  bulk(source: Uint8Array, start: number, length: number): void {
    const bytes = this.#reserve(length + aroundBulkBytes);
    const at = this.#head(length);
    copyBytes(source, start, bytes, at, length);
    this.#endLine(at + length);
  }

  /** Gives away what there is, for `recycle` once it has left, and begins anew. */
  take(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = none;
    this.#length = 0;
    return bytes;
  }

  /** `$` and the length; where the string begins. */
  #head(length: number): number {
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = dollar;
    let unit = 1;
    while (unit * 10 <= length) unit *= 10;
    for (let left = length; unit >= 1; unit = Math.floor(unit / 10)) {
      const digit = Math.floor(left / unit);
      bytes[at++] = zero + digit;
      left -= digit * unit;
    }
    this.#length = at;
    this.#endLine(at);
    return this.#length;
  }

  #endLine(at: number): void {
    this.#bytes[at] = carriageReturn;
    this.#bytes[at + 1] = newline;
    this.#length = at + 2;
  }

  /** Memory with room for so many bytes more. */
  #reserve(more: number): Buffer {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return this.#bytes;
    const larger = memoryFor(needed);
    larger.set(this.#bytes.subarray(0, this.#length));
    recycle(this.#bytes);
    this.#bytes = larger;
    return larger;
  }
}

function memoryFor(bytes: number): Buffer {
  const bits = Math.max(leastBits, 32 - Math.clz32(bytes - 1));
  return pool[bits]?.pop() ?? Buffer.allocUnsafeSlow(2 ** bits);
}

/** Nobody reads or writes these bytes any more; they may be a part of what was given away. */
export function recycle(bytes: Buffer): void {
  const { byteLength } = bytes.buffer;
  const bits = 31 - Math.clz32(byteLength);
  const waiting = pool[bits];
  if (bits < leastBits || !waiting || waiting.length >= keptOfEach) return;
  waiting.push(byteLength === bytes.length ? bytes : Buffer.from(bytes.buffer));
}
