import { viewOf } from '../../../engine/format/integers.ts';

const dollar = 36;
const carriageReturn = 13;
const zero = 48;
/** Longer lengths than of so many digits are left to others. */
const maxDigits = 4;
/** `*2`, `$3` and a word of three letters, with the ends of their lines. */
const headBytes = 13;

const nothing = Buffer.alloc(0);
const nothingViewed = viewOf(nothing);

/** Four bytes as they stand in memory. */
const fourOf = (text: string): number => Buffer.from(text, 'latin1').readInt32BE(0);
const arrayOf2 = fourOf('*2\r\n');
const arrayOf3 = fourOf('*3\r\n');
const stringOf3 = fourOf('$3\r\n');
const lowerCase = 0x20202000;
const get = fourOf('get\r');
const set = fourOf('set\r');

/**
 * GET and SET of short strings without options, as they stand one behind the other in what a client sent, read ahead
 * into columns. All that is told of them are places in those bytes, so that nothing has to be made for them.
 */
export class ShortCommands {
  /** So many were read. */
  count = 0;
  bytes: Buffer = nothing;
  view: DataView = nothingViewed;
  readonly keyStarts: Int32Array;
  readonly keyLengths: Int32Array;
  /** −1 of a GET. */
  readonly valueStarts: Int32Array;
  readonly valueLengths: Int32Array;
  /** Where the command ends, which is where the next one begins. */
  readonly ends: Int32Array;
  readonly #most: number;
  #begin = 0;
  /** Where the argument read last begins, and how long it is. */
  #start = 0;
  #length = 0;

  /** So many are read ahead at most. */
  constructor(most: number) {
    this.#most = most;
    this.keyStarts = new Int32Array(most);
    this.keyLengths = new Int32Array(most);
    this.valueStarts = new Int32Array(most);
    this.valueLengths = new Int32Array(most);
    this.ends = new Int32Array(most);
  }

  /** Reads what bytes[begin] and what follows are, up to the first that is something else or is not all there. */
  read(bytes: Buffer, begin: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    this.#begin = begin;
    this.count = 0;
    for (let at = begin; this.count < this.#most; this.count++) {
      at = this.#command(at, this.count);
      if (at < 0) break;
      this.ends[this.count] = at;
    }
  }

  /** Where a command begins. */
  at(index: number): number {
    return index === 0 ? this.#begin : (this.ends[index - 1] as number);
  }

  /** Lets go of the bytes. */
  forget(): void {
    this.count = 0;
    this.bytes = nothing;
    this.view = nothingViewed;
  }

  /** Where the command ends; -1 when it is none of these. */
  #command(at: number, index: number): number {
    const { view } = this;
    if (at + headBytes >= this.bytes.length || view.getInt32(at + 4) !== stringOf3) return -1;
    const word = view.getInt32(at + 8) | lowerCase;
    const array = view.getInt32(at);
    const isSet = word === set && array === arrayOf3;
    if (!isSet && (word !== get || array !== arrayOf2)) return -1;
    const keyEnd = this.#argument(at + headBytes);
    if (keyEnd < 0) return -1;
    this.keyStarts[index] = this.#start;
    this.keyLengths[index] = this.#length;
    this.valueStarts[index] = -1;
    if (!isSet) return keyEnd;
    const end = this.#argument(keyEnd);
    this.valueStarts[index] = this.#start;
    this.valueLengths[index] = this.#length;
    return end;
  }

  /** Finds the string whose head begins at `at`. Returns where it ends; -1 when it is not all there, or unusual. */
  #argument(at: number): number {
    const { view } = this;
    const last = this.bytes.length - 1;
    if (at + maxDigits > last || view.getUint8(at) !== dollar) return -1;
    let length = 0;
    let digitAt = at + 1;
    for (; digitAt <= at + maxDigits; digitAt++) {
      const digit = view.getUint8(digitAt) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      length = 10 * length + digit;
    }
    if (digitAt === at + 1 || digitAt > last || view.getUint8(digitAt) !== carriageReturn) return -1;
    const end = digitAt + 2 + length + 2;
    if (end > this.bytes.length) return -1;
    this.#start = digitAt + 2;
    this.#length = length;
    return end;
  }
}
