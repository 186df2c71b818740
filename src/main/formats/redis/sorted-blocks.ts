import { bisect } from '../log/places.ts';
import { Block, blockLength } from './block.ts';

/** Negative when `a` comes before `b`; 0 for the same element alone. */
export type Compare<T> = (a: T, b: T) => number;

interface Place {
  /** Of the block. */
  number: number;
  offset: number;
}

/**
 * Elements in an order, which is kept as they come and go: each is found by bisection and moves the others of its block
 * alone. Elements are known by their order; none is there twice.
 */
export class SortedBlocks<T> implements Iterable<T> {
  readonly #compare: Compare<T>;
  #blocks: Block<T>[] = [];
  #length = 0;

  constructor(elements: Iterable<T>, compare: Compare<T>) {
    this.#compare = compare;
    const sorted = [...elements].sort(compare);
    for (let at = 0; at < sorted.length; at += blockLength)
      this.#blocks.push(new Block(sorted.slice(at, at + blockLength)));
    this.#length = sorted.length;
  }

  get length(): number {
    return this.#length;
  }

  /** In order; none is empty. */
  get blocks(): readonly Block<T>[] {
    return this.#blocks;
  }

  /** Counted from the end when the index is negative; undefined when there is no such element. */
  at(index: number): T | undefined {
    const from = index < 0 ? index + this.#length : index;
    if (from < 0 || from >= this.#length) return undefined;
    const { number, offset } = this.#find(from);
    return this.#elements(number)[offset];
  }

  /** An element that is not among them. */
  add(element: T): void {
    const { number, offset } = this.#firstPlace((each) => this.#compare(each, element) > 0);
    this.#length++;
    const last = this.#blocks.at(-1);
    if (number === this.#blocks.length) {
      // What comes in order fills its blocks.
      if (last === undefined || last.length === blockLength) this.#blocks.push(new Block([element]));
      else last.change().push(element);
      return;
    }
    const block = this.#blocks[number] as Block<T>;
    block.change().splice(offset, 0, element);
    if (block.length <= blockLength) return;
    this.#blocks.splice(number + 1, 0, new Block(block.change().splice(blockLength >>> 1)));
  }

  /** The element that compares as this one does; undefined when there is none. */
  delete(element: T): T | undefined {
    const { number, offset } = this.#placeOf(element);
    const found = this.#blocks[number]?.elements[offset];
    if (found === undefined || this.#compare(found, element) !== 0) return undefined;
    this.#deleteIn(number, offset, offset + 1);
    return found;
  }

  /** Whatever has been noted of the element does not hold any more. */
  changed(element: T): void {
    this.#blocks[this.#placeOf(element).number]?.change();
  }

  /** Deletes the elements from one index up to another, and returns them. */
  deleteRange(from: number, to: number): T[] {
    const deleted = this.slice(from, to);
    for (let left = deleted.length; left > 0; ) {
      const { number, offset } = this.#find(from);
      left -= this.#deleteIn(number, offset, offset + left);
    }
    return deleted;
  }

  /** The first index from which on the condition holds; it does not hold before. */
  first(holds: (element: T) => boolean): number {
    const { number, offset } = this.#firstPlace(holds);
    let before = 0;
    for (let at = 0; at < number; at++) before += this.#elements(at).length;
    return before + offset;
  }

  /** The elements from the first one on for which the condition holds. Nothing may be changed on the way. */
  *from(holds: (element: T) => boolean): Generator<T, void> {
    const { number, offset } = this.#firstPlace(holds);
    for (let at = number; at < this.#blocks.length; at++)
      yield* at === number ? this.#elements(at).slice(offset) : this.#elements(at);
  }

  /** How many come before such an element. */
  rankOf(element: T): number {
    return this.first((each) => this.#compare(each, element) >= 0);
  }

  /** The elements from one index up to another, as far as there are. */
  slice(from: number, to = this.#length): T[] {
    const end = Math.min(to, this.#length);
    if (from >= end) return [];
    const { number, offset } = this.#find(from);
    const sliced = this.#elements(number).slice(offset, offset + end - from);
    for (let next = number + 1; sliced.length < end - from; next++)
      for (const each of this.#elements(next).slice(0, end - from - sliced.length)) sliced.push(each);
    return sliced;
  }

  *[Symbol.iterator](): Generator<T, void> {
    for (const { elements } of this.#blocks) yield* elements;
  }

  #elements(number: number): readonly T[] {
    return (this.#blocks[number] as Block<T>).elements;
  }

  /** Where the element of an index is, which is there. */
  #find(index: number): Place {
    let offset = index;
    let number = 0;
    for (; offset >= this.#elements(number).length; number++) offset -= this.#elements(number).length;
    return { number, offset };
  }

  #placeOf(element: T): Place {
    return this.#firstPlace((each) => this.#compare(each, element) >= 0);
  }

  /** Behind the last block when the condition holds for none. */
  #firstPlace(holds: (element: T) => boolean): Place {
    const number = bisect(this.#blocks.length, (at) => holds(this.#elements(at).at(-1) as T));
    if (number === this.#blocks.length) return { number, offset: 0 };
    const elements = this.#elements(number);
    return { number, offset: bisect(elements.length, (at) => holds(elements[at] as T)) };
  }

  /** Returns how many there were. */
  #deleteIn(number: number, from: number, to: number): number {
    const block = this.#blocks[number] as Block<T>;
    const { length } = block.change().splice(from, to - from);
    this.#length -= length;
    if (block.length === 0) this.#blocks.splice(number, 1);
    else this.#join(number);
    this.#join(number - 1);
    return length;
  }

  /** Makes one block of this and the next if they would fill half of one: few elements are not to lie in many blocks. */
  #join(number: number): void {
    const [block, next] = [this.#blocks[number], this.#blocks[number + 1]];
    if (block === undefined || next === undefined || 2 * (block.length + next.length) > blockLength) return;
    block.change().push(...next.elements);
    this.#blocks.splice(number + 1, 1);
  }
}
