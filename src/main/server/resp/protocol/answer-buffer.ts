import { copyBetween } from '../../../../shared/bytes.ts';
import { type Viewed, viewed } from '../../../engine/format/integers.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import { writeText } from '../keyspace/write-text.ts';

/** Memory for answers comes in sizes of powers of two, from this many bits to that many. */
const leastBits = 11;
const mostPooledBits = 16;
/** So many of each size wait for the next who needs one. */
const keptOfEach = 64;
const pool: Memory[][] = Array.from({ length: mostPooledBits + 1 }, () => []);

/** `$`, a length, and what ends both lines of a string. */
const aroundBulkBytes = 16;

/** Memory that answers are written to. */
export type Memory = Viewed<Buffer>;

const none: Memory = memoryOf(0);
const dollar = 36;
const zero = 48;
const newline = 10;
/** What a line ends with, and `+OK` with half of it, as they stand in memory. */
const lineEnd = 0x0d0a;
const plusOkReturn = 0x2b4f4b0d;

/** What a client is to be sent, as bytes in memory that is used again once they have left. */
export class AnswerBuffer {
  #memory: Memory = none;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** An answer as `encodeReply` gives it. */
  text(answer: Binary): void {
    const { length } = answer;
    writeText(answer, this.#reserve(length).bytes, this.#length);
    this.#length += length;
  }

  /** `+OK`. */
  ok(): void {
    const { view } = this.#reserve(5);
    const at = this.#length;
    view.setUint32(at, plusOkReturn);
    view.setUint8(at + 4, newline);
    this.#length = at + 5;
  }

  /** The string that a view has at [start, start + length), of less than 10,000 bytes. */
  bulk(source: DataView, start: number, length: number): void {
    const { view } = this.#reserve(length + aroundBulkBytes);
    const at = this.#head(view, length);
    copyBetween(source, start, view, at, length);
    this.#endLine(view, at + length);
  }

  /** Gives away the memory that it is in, for `recycle` once it has left, and begins anew. */
  take(): Memory {
    const memory = this.#memory;
    this.#memory = none;
    this.#length = 0;
    return memory;
  }

  /** `$` and the length; where the string begins. */
  #head(view: DataView, length: number): number {
    let at = this.#length;
    view.setUint8(at++, dollar);
    if (length >= 1000) view.setUint8(at++, zero + Math.trunc(length / 1000));
    if (length >= 100) view.setUint8(at++, zero + (Math.trunc(length / 100) % 10));
    if (length >= 10) view.setUint8(at++, zero + (Math.trunc(length / 10) % 10));
    view.setUint8(at++, zero + (length % 10));
    this.#endLine(view, at);
    return this.#length;
  }

  #endLine(view: DataView, at: number): void {
    view.setUint16(at, lineEnd);
    this.#length = at + 2;
  }

  /** Memory with room for so many bytes more. */
  #reserve(more: number): Memory {
    const needed = this.#length + more;
    const before = this.#memory;
    if (needed <= before.bytes.length) return before;
    this.#memory = memoryFor(needed);
    if (this.#length > 0) {
      before.bytes.copy(this.#memory.bytes, 0, 0, this.#length);
      recycle(before);
    }
    return this.#memory;
  }
}

function memoryFor(bytes: number): Memory {
  const bits = Math.max(leastBits, 32 - Math.clz32(bytes - 1));
  return pool[bits]?.pop() ?? memoryOf(1 << bits);
}

function memoryOf(length: number): Memory {
  return viewed(Buffer.allocUnsafeSlow(length));
}

/** Nobody reads or writes this memory, which was taken from an `AnswerBuffer`, any more. */
export function recycle(memory: Memory): void {
  const { length } = memory.bytes;
  const waiting = pool[31 - Math.clz32(length)];
  if (length >= 1 << leastBits && waiting && waiting.length < keptOfEach) waiting.push(memory);
}
