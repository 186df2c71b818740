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

  /** The string source[start, start + length), of less than 10,000 bytes. */
  bulk(source: Uint8Array, start: number, length: number): void {
    const bytes = this.#reserve(length + aroundBulkBytes);
    const at = this.#head(length);
    copyBytes(source, start, bytes, at, length);
    this.#endLine(at + length);
  }

  /** Gives away the memory that it is in, for `recycle` once it has left, and begins anew. */
  take(): Buffer {
    const bytes = this.#bytes;
    this.#bytes = none;
    this.#length = 0;
    return bytes;
  }

  /** `$` and the length; where the string begins. */
  #head(length: number): number {
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = dollar;
    if (length >= 1000) bytes[at++] = zero + Math.trunc(length / 1000);
    if (length >= 100) bytes[at++] = zero + (Math.trunc(length / 100) % 10);
    if (length >= 10) bytes[at++] = zero + (Math.trunc(length / 10) % 10);
    bytes[at++] = zero + (length % 10);
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
    const before = this.#bytes;
    this.#bytes = memoryFor(needed);
    if (this.#length > 0) {
      before.copy(this.#bytes, 0, 0, this.#length);
      recycle(before);
    }
    return this.#bytes;
  }
}

function memoryFor(bytes: number): Buffer {
  const bits = Math.max(leastBits, 32 - Math.clz32(bytes - 1));
  return pool[bits]?.pop() ?? Buffer.allocUnsafeSlow(1 << bits);
}

/** Nobody reads or writes this memory, which was taken from an `AnswerBuffer`, any more. */
export function recycle(memory: Buffer): void {
  const waiting = pool[31 - Math.clz32(memory.length)];
  if (memory.length >= 1 << leastBits && waiting && waiting.length < keptOfEach) waiting.push(memory);
}
