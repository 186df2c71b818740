import type { IndexColumns } from '../index/index-columns.ts';
import { Slicer } from '../scan/slicer.ts';
import type { BlockCache } from '../store/block-cache.ts';
import type { KeyBound } from './key-bounds.ts';
import { type IsLive, keysInOrder } from './keys-in-log.ts';
import { LogColumns } from './log-columns.ts';
import type { MappedSegments } from './mapped-segments.ts';
import type { SeqShards } from './seq-table.ts';
import type { IndexView, StoreIndex } from './store-index.ts';

type KeyHasher = Pick<StoreIndex, 'hash'>;

export interface LogViewParts {
  shards: SeqShards;
  mapped: MappedSegments;
  blocks: BlockCache;
  count: number;
  hasher: KeyHasher;
  release: () => void;
}

/** A moment of an index that keeps no keys: its table, frozen, and the segments as they were then. */
export class LogView implements IndexView {
  readonly columns: LogColumns;
  readonly count: number;
  readonly release: () => void;
  readonly #parts: LogViewParts;

  constructor(parts: LogViewParts) {
    this.#parts = parts;
    this.columns = new LogColumns(parts.mapped, parts.blocks);
    this.count = parts.count;
    this.release = parts.release;
  }

  find(key: Uint8Array): number {
    const { shards, hasher } = this.#parts;
    const hash = hasher.hash(key, 0, key.length);
    return shards.find(hash, (seq) => this.columns.keyEquals(seq, key, 0, key.length));
  }

  ordered(range: readonly KeyBound[]): Promise<{ ids: Uint32Array; columns: IndexColumns }> {
    const { shards, mapped, hasher } = this.#parts;
    return keysInOrder(mapped, isLiveIn(shards, hasher), range, new Slicer());
  }
}

/** A sequence number that stands there with the hash of its key is that of the key's newest record. */
export function isLiveIn(shards: SeqShards, hasher: KeyHasher): IsLive {
  return (seq, bytes, start, length) => shards.has(hasher.hash(bytes, start, length), seq);
}
