import type { IndexHead } from '../format/index-head.ts';
import type { IndexImage } from '../index/index-image.ts';

/** What the head of an index file says of the index itself. */
export type ImageHead = Omit<IndexHead, 'storeId' | 'position' | 'knownSeq' | 'segments' | 'blocks'>;

export const imageHead = ({ freeIds, arena, shards, ...image }: IndexImage): ImageHead => ({
  seed: image.seed,
  ids: image.ids,
  keys: image.keys,
  withDeadline: image.withDeadline,
  freeIds: freeIds.length,
  keyChunks: arena.chunks.map(({ length }, i) => ({ length, used: arena.used[i] as number })),
  current: arena.current,
  fill: arena.fill,
  shards: shards.map(({ size, held }) => ({ slots: size, held })),
});
