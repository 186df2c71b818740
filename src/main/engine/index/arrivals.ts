import { type Arrivals, removal, type Shard } from './hash-table.ts';

/** Which ids those of an image have become: the first `ids` follow each other from `base` on, others stand in `rest`. */
interface NewIds {
  base: number;
  ids: number;
  rest: Uint32Array;
}

/** The ids in the shards of an image, those left out that are null. */
export function arrivalsOf(shards: readonly (Shard | null)[], { base, ids: first, rest }: NewIds): Arrivals {
  const count = shards.reduce((sum, shard) => sum + (shard?.held ?? 0), 0);
  const hashes = new Int32Array(count);
  const ids = new Int32Array(count);
  const ends = new Uint32Array(shards.length);
  let to = 0;
  for (const [i, shard] of shards.entries()) {
    const pairs = shard?.pairs ?? null;
    for (let at = 0; pairs !== null && at < pairs.length; at += 2) {
      const word = pairs[at + 1] as number;
      const id = (word & ~removal) - 1;
      hashes[to] = pairs[at] as number;
      ids[to++] = (id < first ? base + id : (rest[id - first] as number)) | (word & removal);
    }
    ends[i] = to;
  }
  return { hashes, ids, ends };
}
