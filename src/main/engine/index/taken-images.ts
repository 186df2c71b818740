import { removal, type Shard } from './hash-table.ts';

/** An image whose entries are part of an index: which of its ids, from 0 on, have become which. */
export interface TakenImage {
  shards: readonly Shard[];
  /** The first `ids` follow each other from `base` on, others stand in `rest`. */
  base: number;
  ids: number;
  rest: Uint32Array;
}

/** The pairs that images, the oldest first, have in the same shard of their hash tables, with the ids of the index. */
export class TakenImages {
  readonly #images: readonly TakenImage[];
  /** Used again for each shard. */
  #pairs = new Int32Array(0);

  constructor(images: readonly TakenImage[]) {
    this.#images = images;
  }

  /** Good until the next call. */
  pairs(shard: number): Int32Array {
    const length = this.#images.reduce((sum, { shards }) => sum + (shards[shard]?.pairs?.length ?? 0), 0);
    if (this.#pairs.length < length) this.#pairs = new Int32Array(2 * length);
    let at = 0;
    for (const image of this.#images) at = copyPairs(image, shard, this.#pairs, at);
    return this.#pairs.subarray(0, at);
  }
}

/** Behind target[at …). Returns where the next goes. */
function copyPairs(
  { shards, base, ids, rest }: TakenImage,
  shard: number,
  target: Int32Array,
  at: number,
): number {
  const pairs = shards[shard]?.pairs ?? null;
  if (pairs === null) return at;
  for (let i = 0; i < pairs.length; i += 2) {
    const word = pairs[i + 1] as number;
    const id = (word & ~removal) - 1;
    target[at + i] = pairs[i] as number;
    target[at + i + 1] = ((id < ids ? base + id : (rest[id - ids] as number)) + 1) | (word & removal);
  }
  return at + pairs.length;
}
