const shardBits = 8;
const initialSlots = 16;
/** A shard doubles when it is fuller than this. */
const maxLoad = 0.7;

/**
 * From hash to entry id: open addressing with linear probing, in 256 shards that grow one at a time, so that no
 * growth takes longer than one shard's share of all keys.
 */
export class HashTable {
  /** Slots hold id + 1; 0 = free. */
  readonly #shards: Uint32Array[] = Array.from(
    { length: 1 << shardBits },
    () => new Uint32Array(initialSlots),
  );
  readonly #counts = new Uint32Array(1 << shardBits);
  readonly #hashOf: (id: number) => number;

  constructor(hashOf: (id: number) => number) {
    this.#hashOf = hashOf;
  }

  /** The id with this hash for which `matches` holds; -1 when there is none. */
  find(hash: number, matches: (id: number) => boolean): number {
    const shard = this.#shards[hash >>> (32 - shardBits)] as Uint32Array;
    const mask = shard.length - 1;
    for (let slot = hash & mask; shard[slot] !== 0; slot = (slot + 1) & mask) {
      const id = (shard[slot] as number) - 1;
      if (this.#hashOf(id) === hash && matches(id)) return id;
    }
    return -1;
  }

  /** The id must not be in the table. */
  add(hash: number, id: number): void {
    const at = hash >>> (32 - shardBits);
    let shard = this.#shards[at] as Uint32Array;
    const count = (this.#counts[at] as number) + 1;
    this.#counts[at] = count;
    if (count > shard.length * maxLoad) {
      shard = this.#grown(shard);
      this.#shards[at] = shard;
    }
    place(shard, hash, id);
  }

  /** The id must be in the table. What was pushed aside by it moves back, so that no marker is left behind. */
  remove(hash: number, id: number): void {
    const at = hash >>> (32 - shardBits);
    const shard = this.#shards[at] as Uint32Array;
    const mask = shard.length - 1;
    let hole = hash & mask;
    while (shard[hole] !== id + 1) hole = (hole + 1) & mask;
    for (let slot = (hole + 1) & mask; shard[slot] !== 0; slot = (slot + 1) & mask) {
      const home = this.#hashOf((shard[slot] as number) - 1) & mask;
      const distanceFromHome = (slot - home) & mask;
      const distanceFromHole = (slot - hole) & mask;
      if (distanceFromHome >= distanceFromHole) {
        shard[hole] = shard[slot] as number;
        hole = slot;
      }
    }
    shard[hole] = 0;
    this.#counts[at]!--;
  }

  #grown(shard: Uint32Array): Uint32Array {
    const larger = new Uint32Array(shard.length * 2);
    for (const held of shard) if (held !== 0) place(larger, this.#hashOf(held - 1), held - 1);
    return larger;
  }
}

function place(shard: Uint32Array, hash: number, id: number): void {
  const mask = shard.length - 1;
  let slot = hash & mask;
  while (shard[slot] !== 0) slot = (slot + 1) & mask;
  shard[slot] = id + 1;
}
