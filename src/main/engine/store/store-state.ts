import type { PendingChange, PlacedRecord, WriteTarget } from '../commit/pending-write.ts';
import { blankFacts } from '../index/entry-facts.ts';
import type { EntryColumns, StoreIndex } from '../keys/store-index.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { BlockCache } from './block-cache.ts';
import { PatchedKeys } from './patched-keys.ts';

/** What all parts of an open store share: its keys, its segments, its clock. */
export class StoreState implements WriteTarget {
  readonly directory: string;
  readonly index: StoreIndex;
  readonly segments: SegmentSet;
  readonly blocks: BlockCache;
  /** ms since 1970. */
  readonly now: () => number;
  readonly #facts = blankFacts();
  readonly #patched = new PatchedKeys();

  constructor(
    directory: string,
    index: StoreIndex,
    segments: SegmentSet,
    cacheBytes: number,
    now: () => number,
  ) {
    this.directory = directory;
    this.index = index;
    this.segments = segments;
    this.blocks = new BlockCache(cacheBytes);
    index.attach(segments, this.blocks);
    this.now = now;
  }

  get columns(): EntryColumns {
    return this.index.columns;
  }

  /** The id of a key that is there and has not expired; -1 when there is none. */
  findAlive(key: Uint8Array): number {
    const id = this.index.find(key, 0, key.length, this.index.hash(key, 0, key.length));
    return id >= 0 && this.index.columns.expireAt(id) > this.now() ? id : -1;
  }

  hash(bytes: Uint8Array, start: number, length: number): number {
    return this.index.hash(bytes, start, length);
  }

  hasExpired(key: Uint8Array): boolean {
    const id = this.index.find(key, 0, key.length, this.index.hash(key, 0, key.length));
    return id >= 0 && this.index.columns.expireAt(id) <= this.now();
  }

  newest(change: PendingChange): { seq: number; expireAt: number } | null {
    const id = this.index.find(change.key, 0, change.key.length, change.hash);
    if (id < 0) return null;
    return { seq: this.index.columns.seq(id), expireAt: this.index.columns.expireAt(id) };
  }

  expect(hashes: ArrayLike<number>, from: number, to: number): void {
    this.index.fetch(hashes, from, to);
  }

  apply(placed: PlacedRecord): void {
    const { bytes, keyStart, keyLength, hash } = placed;
    const facts = this.#facts;
    facts.segment = placed.segment;
    facts.offset = placed.offset;
    facts.headLength = placed.headLength;
    facts.valueLength = placed.valueLength;
    facts.type = placed.type;
    facts.seq = placed.seq;
    facts.expireAt = placed.expireAt;
    if (placed.isDelete) this.index.delete(bytes, keyStart, keyLength, hash, facts);
    else this.index.put(bytes, keyStart, keyLength, hash, facts);
  }

  wroteVersion(key: Uint8Array, seq: number, wholeBytes: number, storedBytes: number): void {
    this.#patched.wrote(key, seq, wholeBytes, storedBytes);
  }

  /** Bytes of records that are no longer needed, and their share of all. */
  garbage(): { bytes: number; share: number } {
    return this.segments.garbage(this.index, this.#patched.extraBytes(this.index, this.segments));
  }

  /** The same, as far as a compaction would get rid of it for good. */
  lastingGarbage(): { bytes: number; share: number } {
    return this.segments.garbage(this.index, this.#patched.lastingBytes(this.index, this.segments));
  }

  /** What a full compaction would leave, about. */
  liveBytes(): number {
    const extraBytes = this.#patched.extraBytes(this.index, this.segments);
    return this.segments.liveBytes(this.index) + extraBytes;
  }

  settle(succeeded: boolean): void {
    this.index.settle(succeeded);
  }
}
