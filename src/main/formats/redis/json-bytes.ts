import { alphabet, padding } from './base64.ts';
import type { Binary } from './value.ts';

const firstBytes = 256;
/** From this length on a native call is quicker than a loop. Characters. */
const nativeFromChars = 96;
const quote = 0x22;
const comma = 0x2c;

/** JSON put together as bytes: of a large structure most is the base64 of many short elements, written in place. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(firstBytes);
  #length = 0;

  /** ASCII as it is. */
  text(ascii: string): this {
    this.#makeRoom(ascii.length);
    if (ascii.length < nativeFromChars) {
      for (let i = 0; i < ascii.length; i++) this.#bytes[this.#length++] = ascii.charCodeAt(i);
    } else this.#length += this.#bytes.write(ascii, this.#length, 'latin1');
    return this;
  }

  /** A string of JSON: the base64 of the bytes. */
  base64(binary: Binary): this {
    if (binary.length >= nativeFromChars)
      return this.text(`"${Buffer.from(binary, 'latin1').toString('base64')}"`);
    this.#makeRoom(4 * Math.ceil(binary.length / 3) + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = quote;
    for (let i = 0; i < binary.length; i += 3) {
      const left = binary.length - i;
      const first = binary.charCodeAt(i);
      const second = left > 1 ? binary.charCodeAt(i + 1) : 0;
      const third = left > 2 ? binary.charCodeAt(i + 2) : 0;
      bytes[at++] = alphabet[first >> 2] as number;
      bytes[at++] = alphabet[((first & 3) << 4) | (second >> 4)] as number;
      bytes[at++] = left > 1 ? (alphabet[((second & 15) << 2) | (third >> 6)] as number) : padding;
      bytes[at++] = left > 2 ? (alphabet[third & 63] as number) : padding;
    }
    bytes[at++] = quote;
    this.#length = at;
    return this;
  }

  /** What `write` makes of each of them, with a comma between. */
  list<T>(elements: Iterable<T>, write: (element: T) => void): this {
    let isFirst = true;
    for (const element of elements) {
      if (!isFirst) {
        this.#makeRoom(1);
        this.#bytes[this.#length++] = comma;
      }
      isFirst = false;
      write(element);
    }
    return this;
  }

  /** Begins anew; what `finish` returned is overwritten. */
  restart(): this {
    this.#length = 0;
    return this;
  }

  /** All of it; good until something more is written. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
