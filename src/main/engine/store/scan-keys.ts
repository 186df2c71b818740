import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry, ScanOptions } from '../api.ts';
import { never } from '../index/entry-chunk.ts';
import { compareToKey } from '../index/sort-ids.ts';
import { keyBytes } from './arguments.ts';
import type { Moment } from './moment.ts';
import { readValue } from './read-value.ts';

/** Entries of a range of a moment in key order. Holds the moment until it ends. */
export class KeyScan implements AsyncIterableIterator<Entry> {
  readonly #moment: Moment;
  readonly #free: () => void;
  readonly #options: ScanOptions;
  #left = 0;
  #at: number | null = null;
  #end = 0;
  #done = false;

  constructor(moment: Moment, options: ScanOptions) {
    this.#moment = moment;
    this.#free = moment.hold();
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Entry>> {
    if (this.#done) return { done: true, value: undefined };
    try {
      const ids = await this.#moment.ids;
      this.#at ??= this.#begin(ids);
      const id = this.#nextAlive(ids);
      if (id !== null) return { done: false, value: await this.#entry(id) };
    } catch (error) {
      this.#release();
      throw error;
    }
    return this.return();
  }

  async return(): Promise<IteratorResult<Entry>> {
    this.#release();
    return { done: true, value: undefined };
  }

  #begin(ids: Uint32Array): number {
    this.#left = limitOf(this.#options);
    const { from, to } = this.#range(ids);
    this.#end = this.#options.reverse ? from - 1 : to;
    return this.#options.reverse ? to - 1 : from;
  }

  #nextAlive(ids: Uint32Array): number | null {
    const step = this.#options.reverse ? -1 : 1;
    let at = this.#at as number;
    while (this.#left > 0 && (this.#options.reverse ? at > this.#end : at < this.#end)) {
      const id = ids[at] as number;
      at += step;
      if (this.#moment.columns.expireAt(id) <= this.#moment.nowMs) continue;
      this.#left--;
      this.#at = at;
      return id;
    }
    return null;
  }

  async #entry(id: number): Promise<Entry> {
    const { columns, segments } = this.#moment;
    const value = this.#options.values === false ? emptyBytes : await readValue(columns, segments, id);
    const expireAt = columns.expireAt(id);
    return {
      key: columns.key(id),
      value,
      expireAt: expireAt === never ? null : expireAt,
      seq: columns.seq(id),
    };
  }

  /** Positions [from, to) of the keys between all bounds that were given. */
  #range(ids: Uint32Array): { from: number; to: number } {
    const { gt, gte, lt, lte, prefix } = this.#options;
    let from = 0;
    let to = ids.length;
    const atLeast = (key: Uint8Array) => this.#firstAt(ids, (order) => order >= 0, key);
    const above = (key: Uint8Array) => this.#firstAt(ids, (order) => order > 0, key);
    if (gte !== undefined) from = Math.max(from, atLeast(keyBytes(gte)));
    if (gt !== undefined) from = Math.max(from, above(keyBytes(gt)));
    if (lt !== undefined) to = Math.min(to, atLeast(keyBytes(lt)));
    if (lte !== undefined) to = Math.min(to, above(keyBytes(lte)));
    if (prefix !== undefined) {
      const start = keyBytes(prefix);
      const after = firstAfterPrefix(start);
      from = Math.max(from, atLeast(start));
      if (after !== null) to = Math.min(to, atLeast(after));
    }
    return { from, to: Math.max(from, to) };
  }

  /** Position of the first id whose key, compared with `key`, passes `test`. */
  #firstAt(ids: Uint32Array, test: (order: number) => boolean, key: Uint8Array): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (test(compareToKey(this.#moment.columns, ids[middle] as number, key))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #release(): void {
    this.#done = true;
    this.#free();
  }
}

function limitOf({ limit }: ScanOptions): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (limit >= 0) return limit;
  throw new WalscopeError('INVALID_ARGUMENT', `limit is a number of entries, not ${limit}.`);
}

/** The least key above all that begin with `prefix`; null when there is none. */
function firstAfterPrefix(prefix: Uint8Array): Uint8Array | null {
  for (let end = prefix.length; end > 0; end--) {
    const last = prefix[end - 1] as number;
    if (last === 0xff) continue;
    const after = prefix.slice(0, end);
    after[end - 1] = last + 1;
    return after;
  }
  return null;
}
