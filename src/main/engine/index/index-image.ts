import type { EntryChunk } from './entry-chunk.ts';
import type { Shard } from './hash-table.ts';
import type { ArenaImage } from './key-arena.ts';

/** All of an index, in the arrays that it is made of. */
export interface IndexImage {
  /** Of the hashes of keys. */
  seed: number;
  /** Ids run from 0 to this. */
  ids: number;
  keys: number;
  withDeadline: number;
  /** Ids that hold no key and can be given again. */
  freeIds: number[];
  chunks: EntryChunk[];
  arena: ArenaImage;
  shards: Shard[];
  /** By segment. */
  liveBytes: ReadonlyMap<number, number>;
}
