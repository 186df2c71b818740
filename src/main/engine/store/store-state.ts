import type { PendingChange, PlacedRecord, WriteTarget } from '../commit/pending-write.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { blankFacts, type KeyIndex } from '../index/key-index.ts';
import { KeyOrder } from '../index/key-order.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import { BlockCache } from './block-cache.ts';

/** What all parts of an open store share: its keys, its segments, its clock. */
export class StoreState implements WriteTarget {
  readonly directory: string;
  readonly index: KeyIndex;
  readonly order: KeyOrder;
  readonly segments: SegmentSet;
  readonly blocks: BlockCache;
  /** ms since 1970. */
  readonly now: () => number;
  readonly #facts = blankFacts();

  constructor(
    directory: string,
    index: KeyIndex,
    segments: SegmentSet,
    cacheBytes: number,
    now: () => number,
  ) {
    this.directory = directory;
    this.index = index;
    this.order = new KeyOrder(index);
    this.segments = segments;
    this.blocks = new BlockCache(cacheBytes);
    this.now = now;
  }

  get columns(): IndexColumns {
    return this.index.columns;
  }

  /** The id of a key that is there and has not expired; -1 when there is none. */
  findAlive(key: Uint8Array): number {
    const id = this.index.find(key, 0, key.length, this.index.hash(key, 0, key.length));
    return id >= 0 && this.index.columns.expireAt(id) > this.now() ? id : -1;
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
    const { index } = this;
    const id = index.find(bytes, keyStart, keyLength, hash);
    if (placed.isDelete) {
      if (id >= 0) index.remove(id);
      return;
    }
    const facts = this.#facts;
    facts.segment = placed.segment;
    facts.offset = placed.offset;
    facts.headLength = placed.headLength;
    facts.valueLength = placed.valueLength;
    facts.type = placed.type;
    facts.seq = placed.seq;
    facts.expireAt = placed.expireAt;
    if (id < 0) index.insert(bytes, keyStart, keyLength, hash, facts);
    else index.update(id, facts);
  }
}
