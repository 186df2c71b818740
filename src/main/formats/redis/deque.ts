import { Block, blockLength, blockShift } from './block.ts';

const blockMask = blockLength - 1;
/** Of fewer deletions each is done by itself; for more the rest is put together anew. */
const fewDeletions = 16;

export type End = 'start' | 'end';

/**
 * Elements in a row that come and go at both ends, in constant time however many there are; so is an element found by
 * its index. They lie in blocks, all full but the first and the last. Inserting and deleting between the ends moves one
 * element of each block on the way to the nearer end.
 */
export class Deque<T> implements Iterable<T> {
  #blocks: Block<T>[] = [];
  #length = 0;

  constructor(elements: Iterable<T> = []) {
    for (const element of elements) this.push(element);
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
    const { block, offset } = this.#find(from);
    return block.elements[offset];
  }

  set(index: number, element: T): void {
    this.#check(index, this.#length - 1);
    const { block, offset } = this.#find(index);
    block.change()[offset] = element;
  }

  push(element: T): void {
    const last = this.#blocks.at(-1);
    if (last === undefined || last.length === blockLength) this.#blocks.push(new Block([element]));
    else last.change().push(element);
    this.#length++;
  }

  unshift(element: T): void {
    const first = this.#blocks[0];
    if (first === undefined || first.length === blockLength) this.#blocks.unshift(new Block([element]));
    else first.change().unshift(element);
    this.#length++;
  }

  pop(): T | undefined {
    const last = this.#blocks.at(-1);
    if (last === undefined) return undefined;
    this.#length--;
    if (last.length === 1) this.#blocks.pop();
    return last.change().pop();
  }

  shift(): T | undefined {
    const first = this.#blocks[0];
    if (first === undefined) return undefined;
    this.#length--;
    if (first.length === 1) this.#blocks.shift();
    return first.change().shift();
  }

  /** Removes up to `count` elements from an end, and returns them, the outermost first. */
  take(count: number, end: End): T[] {
    if (end === 'start') {
      const taken = this.slice(0, count);
      this.keep(taken.length, this.#length);
      return taken;
    }
    const taken = this.slice(Math.max(0, this.#length - count)).reverse();
    this.keep(0, this.#length - taken.length);
    return taken;
  }

  /** Removes all but the elements from one index up to another. */
  keep(from: number, to: number): void {
    if (from >= to) {
      this.#blocks = [];
      this.#length = 0;
      return;
    }
    this.#check(from, this.#length);
    this.#check(to, this.#length);
    const last = this.#find(to - 1);
    this.#blocks.length = last.number + 1;
    if (last.offset + 1 < last.block.length) last.block.change().length = last.offset + 1;
    const first = this.#find(from);
    this.#blocks.splice(0, first.number);
    if (first.offset > 0) first.block.change().splice(0, first.offset);
    this.#length = to - from;
  }

  /** Puts an element before the one at an index, or behind the last. */
  insert(index: number, element: T): void {
    this.#check(index, this.#length);
    if (index === this.#length) {
      this.push(element);
      return;
    }
    const { number, block, offset } = this.#find(index);
    block.change().splice(offset, 0, element);
    this.#length++;
    if (2 * index < this.#length) this.#passToStart(number);
    else this.#passToEnd(number);
  }

  delete(index: number): void {
    this.#check(index, this.#length - 1);
    const { number, block, offset } = this.#find(index);
    block.change().splice(offset, 1);
    this.#length--;
    if (2 * index < this.#length) this.#fillFromStart(number);
    else this.#fillFromEnd(number);
  }

  /** Deletes up to `limit` elements that are this one, the first of them from an end on; returns how many. */
  deleteEach(element: T, limit: number, from: End): number {
    const found = this.#placesOf(element, limit, from);
    if (found.length <= fewDeletions) {
      for (const index of found.reverse()) this.delete(index);
      return found.length;
    }
    let next = 0;
    const kept = new Deque<T>();
    for (const [index, each] of this.slice(0).entries()) {
      if (index === found[next]) next++;
      else kept.push(each);
    }
    this.#blocks = kept.#blocks;
    this.#length = kept.#length;
    return found.length;
  }

  /** -1 when it is not among them. */
  indexOf(element: T): number {
    let before = 0;
    for (const { elements } of this.#blocks) {
      const at = elements.indexOf(element);
      if (at >= 0) return before + at;
      before += elements.length;
    }
    return -1;
  }

  /** The elements from one index up to another; of an array that begins and ends there what it has. */
  slice(from: number, to = this.#length): T[] {
    const end = Math.min(to, this.#length);
    if (from >= end) return [];
    const { number, block, offset } = this.#find(from);
    const sliced = block.elements.slice(offset, offset + end - from);
    for (let next = number + 1; sliced.length < end - from; next++) {
      const left = end - from - sliced.length;
      const { elements } = this.#block(next);
      for (let at = 0; at < left && at < elements.length; at++) sliced.push(elements[at] as T);
    }
    return sliced;
  }

  *[Symbol.iterator](): Generator<T, void> {
    for (const { elements } of this.#blocks) for (const element of elements) yield element;
  }

  #check(index: number, most: number): void {
    if (index < 0 || index > most) throw new RangeError(`There is no place ${index} among ${this.#length}.`);
  }

  /** Where an element is that is there. */
  #find(index: number): { number: number; block: Block<T>; offset: number } {
    const first = this.#block(0);
    if (index < first.length) return { number: 0, block: first, offset: index };
    const behind = index - first.length;
    const number = 1 + (behind >>> blockShift);
    return { number, block: this.#block(number), offset: behind & blockMask };
  }

  /** Ascending. */
  #placesOf(element: T, limit: number, from: End): number[] {
    const found: number[] = [];
    if (from === 'start') {
      for (let at = 0; at < this.#length && found.length < limit; at++)
        if (this.at(at) === element) found.push(at);
      return found;
    }
    for (let at = this.#length - 1; at >= 0 && found.length < limit; at--)
      if (this.at(at) === element) found.push(at);
    return found.reverse();
  }

  /** A block may have one element too many: it goes to the block before, and so on. */
  #passToStart(from: number): void {
    for (let at = from; this.#block(at).length > blockLength; at--) {
      const passed = this.#block(at).change().shift() as T;
      if (at === 0) {
        this.#blocks.unshift(new Block([passed]));
        return;
      }
      this.#block(at - 1)
        .change()
        .push(passed);
    }
  }

  #passToEnd(from: number): void {
    for (let at = from; this.#block(at).length > blockLength; at++) {
      const passed = this.#block(at).change().pop() as T;
      if (at + 1 === this.#blocks.length) {
        this.#blocks.push(new Block([passed]));
        return;
      }
      this.#block(at + 1)
        .change()
        .unshift(passed);
    }
  }

  /** A block lacks an element: it gets one of the block before, and so on. */
  #fillFromStart(from: number): void {
    for (let at = from; at > 0; at--) {
      const passed = this.#block(at - 1)
        .change()
        .pop() as T;
      this.#block(at).change().unshift(passed);
    }
    if (this.#block(0).length === 0) this.#blocks.shift();
  }

  #fillFromEnd(from: number): void {
    for (let at = from; at + 1 < this.#blocks.length; at++) {
      const passed = this.#block(at + 1)
        .change()
        .shift() as T;
      this.#block(at).change().push(passed);
    }
    if (this.#blocks.at(-1)?.length === 0) this.#blocks.pop();
  }

  #block(number: number): Block<T> {
    return this.#blocks[number] as Block<T>;
  }
}
