import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry, ScanOptions } from '../api.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { boundsOf } from '../keys/key-bounds.ts';
import { Slicer } from '../scan/slicer.ts';
import { BlockCache } from './block-cache.ts';
import { entryOf } from './entry-of.ts';
import { keyRange } from './key-range.ts';
import type { Moment } from './moment.ts';
import { type Readable, readEntrySync, readValue } from './read-value.ts';
import { ScanGroup } from './scan-group.ts';

/** Entries that are read at once, if their records are not longer than the bytes in sum. */
const chunkEntries = 256;
const chunkBytes = 1024 * 1024;
/** A longer record is read by another thread, alone. */
const inlineRecordBytes = 64 * 1024;
/** Where the store's cache is too small, a scan keeps by itself what it has read if all segments are not larger … */
const maxOwnBytes = 192 * 1024 * 1024;
/** … and at least one key in so many is asked for: else it would read more than it needs. */
const minShare = 1 / 8;

const ended: IteratorResult<Entry> = { done: true, value: undefined };

/** The keys of a range, and what their records are read by. */
interface OrderedKeys extends Readable {
  ids: Uint32Array;
  columns: IndexColumns;
  /** The next of them. */
  group: ScanGroup;
}

/** Entries of a range of a moment in key order, read ahead a chunk at a time. Holds the moment until it ends. */
export class KeyScan implements AsyncIterableIterator<Entry> {
  readonly #moment: Moment;
  readonly #free: () => void;
  readonly #options: ScanOptions;
  readonly #slicer = new Slicer();
  #ready: Entry[] = [];
  #taken = 0;
  /** What kept the chunk from going on: told once the entries before it have been taken. */
  #failure: { error: unknown } | null = null;
  #ordered: OrderedKeys | null = null;
  #blocks: BlockCache;
  #left = 0;
  #at = 0;
  #end = 0;
  #done = false;
  /** So many of the group are done with. */
  #inGroup = 0;
  /** Calls that wait for a chunk, one after the other. */
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(moment: Moment, options: ScanOptions) {
    this.#moment = moment;
    this.#free = moment.hold();
    this.#options = options ?? {};
    this.#blocks = moment.blocks;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Entry>> {
    if (this.#waiting === 0 && !this.#done && this.#taken < this.#ready.length) {
      return Promise.resolve({ done: false, value: this.#ready[this.#taken++] as Entry });
    }
    this.#waiting++;
    const next = this.#turn.then(() => this.#afterChunk());
    this.#turn = next.then(
      () => this.#waiting--,
      () => this.#waiting--,
    );
    return next;
  }

  async return(): Promise<IteratorResult<Entry>> {
    this.#release();
    return ended;
  }

  async #afterChunk(): Promise<IteratorResult<Entry>> {
    if (!this.#done && this.#taken === this.#ready.length) await this.#readChunk();
    const entry = this.#done ? undefined : this.#ready[this.#taken++];
    if (entry !== undefined) return { done: false, value: entry };
    this.#release();
    if (this.#failure === null) return ended;
    const { error } = this.#failure;
    this.#failure = null;
    throw error;
  }

  async #readChunk(): Promise<void> {
    this.#ready = [];
    this.#taken = 0;
    if (this.#failure !== null) return;
    try {
      // Entries that are ready are handed out without the event loop turning: it gets its turn here.
      if (this.#slicer.dueNow()) await this.#slicer.yield();
      this.#ordered ??= await this.#begin();
      await this.#fill(this.#ordered);
    } catch (error) {
      this.#failure = { error };
    }
  }

  async #begin(): Promise<OrderedKeys> {
    const { reverse } = this.#options;
    const { blocks, segments, count } = this.#moment;
    this.#left = limitOf(this.#options);
    const bounds = boundsOf(this.#options);
    const { ids, columns } = await this.#moment.ordered(bounds);
    const { from, to } = keyRange(ids, columns, bounds);
    this.#end = reverse ? from - 1 : to;
    this.#at = reverse ? to - 1 : from;
    if (Math.min(to - from, this.#left) >= count * minShare) this.#blocks = this.#blocksOfMost();
    const group = new ScanGroup(columns, this.#blocks.slots, Math.min(to - from, this.#left));
    return { ids, columns, segments, blocks, group };
  }

  /**
   * Key order is not the order on the disk, so that a scan of most of a store would otherwise make a system call for
   * each record; and one that does not fit would push out of the store's cache what others read.
   */
  #blocksOfMost(): BlockCache {
    const { blocks, segments } = this.#moment;
    const { sizeBytes } = segments;
    if (sizeBytes <= blocks.limitBytes) return blocks;
    return new BlockCache(sizeBytes <= maxOwnBytes ? maxOwnBytes : 0);
  }

  async #fill(ordered: OrderedKeys): Promise<void> {
    const { columns, group } = ordered;
    const values = this.#options.values !== false;
    let bytes = 0;
    while (this.#ready.length < chunkEntries && bytes < chunkBytes && !this.#slicer.due()) {
      const next = this.#nextAlive(ordered);
      if (next === null) return;
      const id = group.id(next);
      const length = columns.recordLength(id);
      bytes += length;
      if (!values) this.#ready.push(entryOf(columns, id, columns.key(id), emptyBytes));
      else if (length <= inlineRecordBytes) {
        this.#ready.push(group.entry(next) ?? readEntrySync(ordered, id, this.#blocks));
      } else this.#ready.push(entryOf(columns, id, columns.key(id), await readValue(ordered, id)));
    }
  }

  /** Its place in the group; null at the end. */
  #nextAlive({ ids, columns, group }: OrderedKeys): number | null {
    const { nowMs } = this.#moment;
    const step = this.#options.reverse ? -1 : 1;
    while (this.#left > 0 && this.#at !== this.#end) {
      if (this.#inGroup === group.count) {
        group.take(ids, this.#at, step, Math.min(this.#left, Math.abs(this.#end - this.#at)));
        if (this.#options.values !== false) group.locate();
        this.#inGroup = 0;
      }
      const next = this.#inGroup++;
      this.#at += step;
      if (columns.expireAt(group.id(next)) <= nowMs) continue;
      this.#left--;
      return next;
    }
    return null;
  }

  #release(): void {
    if (this.#done) return;
    this.#done = true;
    this.#ready = [];
    this.#ordered = null;
    this.#blocks = this.#moment.blocks;
    this.#free();
  }
}

function limitOf({ limit }: ScanOptions): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (typeof limit === 'number' && limit >= 0) return Math.ceil(limit);
  throw new WalscopeError('INVALID_ARGUMENT', `limit is a number of entries, not ${limit}.`);
}
