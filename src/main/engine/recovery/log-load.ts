import type { FileSystem } from '../fs/file-system.ts';
import { blankFacts, type EntryFacts } from '../index/entry-facts.ts';
import { seedOf } from '../index/hash-seed.ts';
import type { RecordColumns } from '../index/record-columns.ts';
import { LogIndex } from '../keys/log-index.ts';
import type { IndexLoad } from '../keys/store-index.ts';
import type { SegmentList } from '../scan/segment-list.ts';
import { Segment } from '../segments/segment.ts';
import { SegmentSet } from '../segments/segment-set.ts';
import { BlockCache } from '../store/block-cache.ts';

/** What the keys of overwritten records are read through while a log is loaded. */
const cacheBytes = 32 * 1024 * 1024;

/**
 * Puts the records of a log into an index that keeps no keys. Where a record has the hash of an earlier one, the key of
 * that one is read from the file, for which all files are open until `end`.
 */
export class LogLoad implements IndexLoad {
  readonly index: LogIndex;
  readonly #segments: readonly Segment[];
  readonly #facts = blankFacts();

  private constructor(segments: readonly Segment[], seed: number) {
    this.#segments = segments;
    this.index = new LogIndex(seed);
    this.index.attach(new SegmentSet(segments), new BlockCache(cacheBytes));
  }

  static async begin(fileSystem: FileSystem, directory: string, list: SegmentList): Promise<LogLoad> {
    const segments: Segment[] = [];
    try {
      for (const { header, problem, name, size } of list.segments) {
        if (header === null || problem !== null) continue;
        const handle = await fileSystem.open(`${directory}/${name}`, 'read');
        segments.push(new Segment(header, handle, { end: size, frames: 0, records: 0, closed: null }));
      }
    } catch (error) {
      for (const segment of segments) await segment.retire();
      throw error;
    }
    return new LogLoad(segments, seedOf(list.storeId));
  }

  get isFull(): boolean {
    return this.index.isFull;
  }

  put(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void {
    this.index.put(bytes, start, length, this.index.hash(bytes, start, length), facts);
  }

  remove(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void {
    this.index.delete(bytes, start, length, this.index.hash(bytes, start, length), facts);
  }

  putAll(bytes: Uint8Array, records: RecordColumns): void {
    const facts = this.#facts;
    for (let i = 0; i < records.count; i++) {
      const start = records.keyStarts[i] as number;
      const length = records.keyLengths[i] as number;
      records.read(i, facts);
      if (records.isDelete(i)) this.remove(bytes, start, length, facts);
      else this.put(bytes, start, length, facts);
    }
  }

  apart(segment: number): void {
    this.index.apart(segment);
  }

  async flush(): Promise<void> {
    this.index.settle(true);
  }

  /** The index cannot be read from here on until it is attached to the segments of an open store. */
  async end(): Promise<void> {
    for (const segment of this.#segments) await segment.retire();
  }
}
