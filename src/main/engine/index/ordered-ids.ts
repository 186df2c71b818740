import { compareBytes } from '../../../shared/bytes.ts';
import { Slicer } from '../scan/slicer.ts';
import type { KeyIndex } from './key-index.ts';

export interface OrderOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Below this many ids comparing is cheaper than counting. */
const smallRange = 32;
/** A key that ends comes before all that go on: bucket 0. */
const buckets = 257;
const idsPerStep = 4096;

export function compareKeys(index: KeyIndex, a: number, b: number): number {
  return compareBytes(index.key(a), index.key(b));
}

/**
 * The ids in byte order of their keys: a radix sort from the first byte on, in slices that leave the thread to
 * others. The caller keeps the ids pinned until it is done.
 */
export async function orderedIds(
  index: KeyIndex,
  ids: Uint32Array,
  options: OrderOptions = {},
): Promise<Uint32Array> {
  const slicer = new Slicer(options.signal);
  const sort = new RadixSort(index, ids);
  for (let done = sort.step(); done < ids.length; done = sort.step()) {
    if (!slicer.dueNow()) continue;
    options.onProgress?.(done, ids.length);
    await slicer.yield();
  }
  return sort.ids;
}

interface Range {
  from: number;
  to: number;
  depth: number;
}

/** Work that can stop after any step: one range is counted, then distributed by the byte at its depth. */
class RadixSort {
  ids: Uint32Array;
  readonly #index: KeyIndex;
  readonly #spare: Uint32Array;
  /** Bytes at the current depth plus one, for the range at hand. */
  readonly #bytes: Uint16Array;
  readonly #ranges: Range[] = [];
  readonly #counts = new Uint32Array(buckets);
  readonly #starts = new Uint32Array(buckets);
  #range: Range | null = null;
  #phase: 'count' | 'distribute' = 'count';
  #at = 0;
  #sorted = 0;

  constructor(index: KeyIndex, ids: Uint32Array) {
    this.#index = index;
    this.ids = ids.slice();
    this.#spare = new Uint32Array(ids.length);
    this.#bytes = new Uint16Array(ids.length);
    if (ids.length > 0) this.#ranges.push({ from: 0, to: ids.length, depth: 0 });
  }

  /** Does a little; returns how many ids are in their final place. */
  step(): number {
    let budget = idsPerStep;
    while (budget > 0 && this.#sorted < this.ids.length) budget -= this.#work(budget);
    return this.#sorted;
  }

  #work(budget: number): number {
    const range = this.#range ?? this.#nextRange();
    if (range.to - range.from <= smallRange) {
      this.#insertionSort(range);
      this.#finish(range);
      return range.to - range.from;
    }
    const to = Math.min(this.#at + budget, range.to);
    const done = to - this.#at;
    if (this.#phase === 'count') this.#count(range, to);
    else this.#distribute(range, to);
    return done;
  }

  #nextRange(): Range {
    const range = this.#ranges.pop() as Range;
    this.#range = range;
    this.#phase = 'count';
    this.#at = range.from;
    this.#counts.fill(0);
    return range;
  }

  #finish(range: Range): void {
    this.#sorted += range.to - range.from;
    this.#range = null;
  }

  #count(range: Range, to: number): void {
    for (; this.#at < to; this.#at++) {
      const bucket = this.#index.keyByte(this.ids[this.#at] as number, range.depth) + 1;
      this.#bytes[this.#at] = bucket;
      this.#counts[bucket]!++;
    }
    if (this.#at < range.to) return;
    if (this.#counts.includes(range.to - range.from)) {
      // All have the same byte here: look at the next one, without moving anything.
      this.#range = null;
      if (this.#counts[0] === 0) this.#ranges.push({ ...range, depth: range.depth + 1 });
      else this.#sorted += range.to - range.from;
      return;
    }
    let start = range.from;
    for (let bucket = 0; bucket < buckets; bucket++) {
      this.#starts[bucket] = start;
      start += this.#counts[bucket] as number;
    }
    this.#phase = 'distribute';
    this.#at = range.from;
  }

  #distribute(range: Range, to: number): void {
    for (; this.#at < to; this.#at++) {
      const bucket = this.#bytes[this.#at] as number;
      this.#spare[this.#starts[bucket]!++] = this.ids[this.#at] as number;
    }
    if (this.#at < range.to) return;
    this.ids.set(this.#spare.subarray(range.from, range.to), range.from);
    let end = range.to;
    for (let bucket = buckets - 1; bucket >= 1; bucket--) {
      const from = end - (this.#counts[bucket] as number);
      if (from < end) this.#ranges.push({ from, to: end, depth: range.depth + 1 });
      end = from;
    }
    // Keys that end at this depth are equal, and no two keys are: at most one, and it is in its place.
    this.#sorted += end - range.from;
    this.#range = null;
  }

  #insertionSort(range: Range): void {
    for (let at = range.from + 1; at < range.to; at++) {
      const id = this.ids[at] as number;
      let to = at;
      while (to > range.from && compareKeys(this.#index, this.ids[to - 1] as number, id) > 0) {
        this.ids[to] = this.ids[to - 1] as number;
        to--;
      }
      this.ids[to] = id;
    }
  }
}
