import type { EntryChunk } from './entry-chunk.ts';
import type { Shard } from './hash-table.ts';
import type { ArenaImage } from './key-arena.ts';

/** All entries of an index, in the arrays that they are made of. */
export interface EntriesImage {
  /** Ids run from 0 to this. */
  ids: number;
  keys: number;
  withDeadline: number;
  /** Ids that hold no key and can be given again. */
  freeIds: number[];
  chunks: EntryChunk[];
  arena: ArenaImage;
  /** By segment. */
  liveBytes: ReadonlyMap<number, number>;
}

/** The same with the hashes by which they are found. */
export interface IndexImage extends EntriesImage {
  /** Of the hashes of keys. */
  seed: number;
  shards: Shard[];
}
