import { fnv1a } from '../../../../shared/fnv1a.ts';
import { bisect } from '../../log/places.ts';
import { type Binary, bytesOf } from '../value.ts';

const hashBits = 32;
/** Of a whole number that is exact. */
const exactBits = 53;

/**
 * The names in a structure in an order that is the same whenever and wherever it is made, by their hashes: a cursor is
 * where in it a walk goes on, so that what is there all the while is met, whatever else comes and goes.
 */
export class ScanOrder {
  readonly #names: readonly Binary[];
  /** What is looked at of a hash, and behind it the number of the name. */
  readonly #places: Float64Array;
  readonly #numbers: number;
  readonly #leftOut: number;

  constructor(names: Iterable<Binary>) {
    this.#names = [...names];
    const bits = Math.ceil(Math.log2(this.#names.length + 1));
    this.#numbers = 2 ** bits;
    this.#leftOut = 2 ** Math.max(0, bits + hashBits - exactBits);
    this.#places = Float64Array.from(
      this.#names,
      (name, number) => this.#shown(fnv1a(bytesOf(name)) >>> 0) * this.#numbers + number,
    ).sort();
  }

  /** About so many names from a cursor on; `next` is 0 at the end. Names of one hash come together. */
  page(cursor: number, count: number): { names: Binary[]; next: number } {
    const { length } = this.#places;
    const from = this.#shown(cursor) * this.#numbers;
    const start = bisect(length, (at) => (this.#places[at] as number) >= from);
    let end = Math.min(start + count, length);
    while (end > start && end < length && this.#hashAt(end) === this.#hashAt(end - 1)) end++;
    const places = [...this.#places.subarray(start, end)];
    return {
      names: places.map((place) => this.#names[place % this.#numbers] as Binary),
      next: end === length ? 0 : this.#hashAt(end) * this.#leftOut,
    };
  }

  #shown(hash: number): number {
    return Math.floor(hash / this.#leftOut);
  }

  #hashAt(at: number): number {
    return Math.floor((this.#places[at] as number) / this.#numbers);
  }
}
