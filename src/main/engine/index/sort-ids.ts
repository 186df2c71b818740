import type { Slicer } from '../scan/slicer.ts';
import type { IndexColumns } from './index-columns.ts';

/** Ranges shorter than this are sorted by insertion, comparing keys. */
const insertionLimit = 24;
const windowBytes = 4;
const digitBits = 16;
const digits = 1 << digitBits;
/** Ranges shorter than this are sorted by the engine's own sort: clearing 65,536 counters would cost more. */
const radixFrom = 16_384;

interface Range {
  from: number;
  to: number;
  /** So many first bytes are the same in all its keys. */
  depth: number;
}

/**
 * Sorts ids by the bytes of their keys: four bytes of each key at a time are fetched into an array and sorted
 * there, and where they tie the next four are. In slices, so that a million keys do not hold up the thread.
 */
export async function sortIds(ids: Uint32Array, columns: IndexColumns, slicer: Slicer): Promise<void> {
  await new IdSort(ids, columns, slicer).run();
}

class IdSort {
  readonly #ids: Uint32Array;
  readonly #columns: IndexColumns;
  readonly #slicer: Slicer;
  readonly #windows: Uint32Array;
  readonly #ranges: Range[] = [];
  #spareIds: Uint32Array | null = null;
  #spareWindows: Uint32Array | null = null;
  #counts: Uint32Array | null = null;

  constructor(ids: Uint32Array, columns: IndexColumns, slicer: Slicer) {
    this.#ids = ids;
    this.#columns = columns;
    this.#slicer = slicer;
    this.#windows = new Uint32Array(ids.length);
  }

  async run(): Promise<void> {
    this.#ranges.push({ from: 0, to: this.#ids.length, depth: 0 });
    for (let range = this.#ranges.pop(); range !== undefined; range = this.#ranges.pop()) {
      if (range.to - range.from <= insertionLimit) this.#insertion(range);
      else await this.#refine(range);
      if (this.#slicer.due()) await this.#slicer.yield();
    }
  }

  async #refine(range: Range): Promise<void> {
    const { from, to, depth } = range;
    const allSame = await this.#fetchWindows(range);
    if (!allSame) {
      if (to - from >= radixFrom) await this.#radix(from, to);
      else this.#packed(from, to);
    }
    await this.#splitTies(from, to, depth);
  }

  /** True when the windows are the same for all. */
  async #fetchWindows({ from, to, depth }: Range): Promise<boolean> {
    const first = this.#window(this.#ids[from] as number, depth);
    let allSame = true;
    for (let i = from; i < to; i++) {
      const window = this.#window(this.#ids[i] as number, depth);
      this.#windows[i] = window;
      if (window !== first) allSame = false;
      if (this.#slicer.due()) await this.#slicer.yield();
    }
    return allSame;
  }

  /** Bytes [depth, depth + 4) of a key, the first of them highest; zeros after its end. */
  #window(id: number, depth: number): number {
    const bytes = this.#columns.keyBytes(id);
    const start = this.#columns.keyStart(id);
    const rest = this.#columns.keyLength(id) - depth;
    const at = start + depth;
    if (rest >= windowBytes) {
      return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    }
    let window = 0;
    for (let i = 0; i < windowBytes; i++) window = (window << 8) | (i < rest ? bytes[at + i]! : 0);
    return window >>> 0;
  }

  /** Window and place packed into one number each, sorted by native code. */
  #packed(from: number, to: number): void {
    const packed = new Float64Array(to - from);
    for (let i = from; i < to; i++) packed[i - from] = (this.#windows[i] as number) * radixFrom + (i - from);
    packed.sort();
    const ids = this.#ids.slice(from, to);
    for (let i = 0; i < packed.length; i++) {
      const value = packed[i] as number;
      const place = value % radixFrom;
      this.#ids[from + i] = ids[place] as number;
      this.#windows[from + i] = (value - place) / radixFrom;
    }
  }

  /** Least significant digit first: two passes of 16 bits. */
  async #radix(from: number, to: number): Promise<void> {
    this.#spareIds ??= new Uint32Array(this.#ids.length);
    this.#spareWindows ??= new Uint32Array(this.#ids.length);
    this.#counts ??= new Uint32Array(digits);
    await this.#pass(from, to, 0, this.#ids, this.#windows, this.#spareIds, this.#spareWindows);
    await this.#pass(from, to, digitBits, this.#spareIds, this.#spareWindows, this.#ids, this.#windows);
  }

  async #pass(
    from: number,
    to: number,
    shift: number,
    ids: Uint32Array,
    windows: Uint32Array,
    targetIds: Uint32Array,
    targetWindows: Uint32Array,
  ): Promise<void> {
    const counts = this.#counts as Uint32Array;
    counts.fill(0);
    for (let i = from; i < to; i++) {
      counts[((windows[i] as number) >>> shift) & (digits - 1)]!++;
      if (this.#slicer.due()) await this.#slicer.yield();
    }
    let at = from;
    for (let digit = 0; digit < digits; digit++) {
      const count = counts[digit] as number;
      counts[digit] = at;
      at += count;
    }
    for (let i = from; i < to; i++) {
      const window = windows[i] as number;
      const target = counts[(window >>> shift) & (digits - 1)]!++;
      targetIds[target] = ids[i] as number;
      targetWindows[target] = window;
      if (this.#slicer.due()) await this.#slicer.yield();
    }
  }

  /** Ranges of equal windows become work of their own, four bytes deeper. */
  async #splitTies(from: number, to: number, depth: number): Promise<void> {
    let start = from;
    for (let i = from + 1; i <= to; i++) {
      if (i < to && this.#windows[i] === this.#windows[start]) continue;
      if (i - start > 1) {
        const ended = this.#endedFirst(start, i, depth + windowBytes);
        if (i - ended > 1) this.#ranges.push({ from: ended, to: i, depth: depth + windowBytes });
      }
      start = i;
      if (this.#slicer.due()) await this.#slicer.yield();
    }
  }

  /**
   * Keys that end within the window come before those that go on, the shorter first: there are at most five, as
   * no key is there twice. Returns where the others begin.
   */
  #endedFirst(from: number, to: number, depth: number): number {
    let ended = from;
    for (let i = from; i < to; i++) {
      const id = this.#ids[i] as number;
      if (this.#columns.keyLength(id) > depth) continue;
      this.#ids[i] = this.#ids[ended] as number;
      this.#ids[ended++] = id;
    }
    this.#ids.subarray(from, ended).sort((a, b) => this.#columns.keyLength(a) - this.#columns.keyLength(b));
    return ended;
  }

  #insertion({ from, to, depth }: Range): void {
    const ids = this.#ids;
    for (let i = from + 1; i < to; i++) {
      const id = ids[i] as number;
      let at = i - 1;
      while (at >= from && compareKeys(this.#columns, ids[at] as number, id, depth) > 0) {
        ids[at + 1] = ids[at] as number;
        at--;
      }
      ids[at + 1] = id;
    }
  }
}

/** Byte order of two keys whose first `depth` bytes are the same. */
export function compareKeys(columns: IndexColumns, a: number, b: number, depth = 0): number {
  const left = columns.keyBytes(a);
  const right = columns.keyBytes(b);
  const leftStart = columns.keyStart(a);
  const rightStart = columns.keyStart(b);
  const leftLength = columns.keyLength(a);
  const rightLength = columns.keyLength(b);
  const shared = Math.min(leftLength, rightLength);
  for (let i = depth; i < shared; i++) {
    const difference = (left[leftStart + i] as number) - (right[rightStart + i] as number);
    if (difference !== 0) return difference;
  }
  return leftLength - rightLength;
}

/** Byte order of a key in the index and one that is not. */
export function compareToKey(columns: IndexColumns, id: number, key: Uint8Array): number {
  return compareBytes(columns.keyBytes(id), columns.keyStart(id), columns.keyLength(id), key);
}

/** Byte order of bytes[start, start + length) and a key. */
export function compareBytes(bytes: Uint8Array, start: number, length: number, key: Uint8Array): number {
  const shared = Math.min(length, key.length);
  for (let i = 0; i < shared; i++) {
    const difference = (bytes[start + i] as number) - (key[i] as number);
    if (difference !== 0) return difference;
  }
  return length - key.length;
}
