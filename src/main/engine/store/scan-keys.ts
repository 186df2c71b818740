import { emptyBytes } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Entry, ScanOptions } from '../api.ts';
import { never } from '../index/entry-chunk.ts';
import { Slicer } from '../scan/slicer.ts';
import { keyRange } from './key-range.ts';
import type { Moment } from './moment.ts';
import { type RecordSource, readEntrySync, readValue } from './read-value.ts';
import { SegmentBlocks } from './segment-blocks.ts';

/** Entries that are read at once, if their records are not longer than the bytes in sum. */
const chunkEntries = 256;
const chunkBytes = 1024 * 1024;
/** A longer record is read by another thread, alone. */
const inlineRecordBytes = 64 * 1024;
/** A scan keeps what it has read while all segments together are not larger than this … */
const maxBlockBytes = 192 * 1024 * 1024;
/** … and at least one key in so many is asked for: else it would read more than it needs. */
const minShare = 1 / 8;

const ended: IteratorResult<Entry> = { done: true, value: undefined };

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
  #ids: Uint32Array | null = null;
  #blocks: RecordSource | undefined;
  #left = 0;
  #at = 0;
  #end = 0;
  #done = false;
  /** Calls that wait for a chunk, one after the other. */
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(moment: Moment, options: ScanOptions) {
    this.#moment = moment;
    this.#free = moment.hold();
    this.#options = options;
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
      this.#ids ??= this.#begin(await this.#moment.ids);
      await this.#fill(this.#ids);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #begin(ids: Uint32Array): Uint32Array {
    const { reverse } = this.#options;
    const { columns, segments } = this.#moment;
    this.#left = limitOf(this.#options);
    const { from, to } = keyRange(ids, columns, this.#options);
    this.#end = reverse ? from - 1 : to;
    this.#at = reverse ? to - 1 : from;
    const asked = Math.min(to - from, this.#left);
    if (asked >= ids.length * minShare && segments.sizeBytes <= maxBlockBytes)
      this.#blocks = new SegmentBlocks();
    return ids;
  }

  async #fill(ids: Uint32Array): Promise<void> {
    const { columns, segments } = this.#moment;
    const values = this.#options.values !== false;
    let bytes = 0;
    while (this.#ready.length < chunkEntries && bytes < chunkBytes && !this.#slicer.due()) {
      const id = this.#nextAlive(ids);
      if (id === null) return;
      const length = columns.recordLength(id);
      bytes += length;
      if (!values) this.#ready.push(this.#entry(id, emptyBytes));
      else if (length <= inlineRecordBytes) {
        this.#ready.push(readEntrySync(columns, segments, id, this.#blocks));
      } else this.#ready.push(this.#entry(id, await readValue(columns, segments, id)));
    }
  }

  #nextAlive(ids: Uint32Array): number | null {
    const { columns, nowMs } = this.#moment;
    const step = this.#options.reverse ? -1 : 1;
    while (this.#left > 0 && this.#at !== this.#end) {
      const id = ids[this.#at] as number;
      this.#at += step;
      if (columns.expireAt(id) <= nowMs) continue;
      this.#left--;
      return id;
    }
    return null;
  }

  #entry(id: number, value: Uint8Array): Entry {
    const { columns } = this.#moment;
    const expireAt = columns.expireAt(id);
    return {
      key: columns.key(id),
      value,
      expireAt: expireAt === never ? null : expireAt,
      seq: columns.seq(id),
    };
  }

  #release(): void {
    if (this.#done) return;
    this.#done = true;
    this.#ready = [];
    this.#blocks = undefined;
    this.#free();
  }
}

function limitOf({ limit }: ScanOptions): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (limit >= 0) return limit;
  throw new WalscopeError('INVALID_ARGUMENT', `limit is a number of entries, not ${limit}.`);
}
