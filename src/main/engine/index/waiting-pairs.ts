import { type Arrivals, removal } from './hash-table.ts';
import { shardCount, shardOf } from './probing.ts';

/** So many wait at most before the hash table is to be told of them. */
const maxWaiting = 1 << 20;
const firstRoom = 64;

/** Hashes, and ids plus one, of records that the hash table has not been told of. */
export class WaitingPairs {
  count = 0;
  /** Grown as they fill: most stores are small. */
  #hashes = new Int32Array(firstRoom);
  #ids = new Int32Array(firstRoom);

  get isFull(): boolean {
    return this.count >= maxWaiting;
  }

  makeRoom(more: number): void {
    if (this.count + more <= this.#hashes.length) return;
    const room = Math.max(2 * this.#hashes.length, this.count + more);
    this.#hashes = grown(this.#hashes, room);
    this.#ids = grown(this.#ids, room);
  }

  /** There must be room. */
  add(hash: number, id: number, isRemoval: boolean): void {
    const at = this.count++;
    this.#hashes[at] = hash;
    this.#ids[at] = isRemoval ? (id + 1) | removal : id + 1;
  }

  /** All of them, sorted by shard, in the order in which they came. None waits afterwards. */
  take(): Arrivals {
    const { count } = this;
    const ends = new Uint32Array(shardCount);
    for (let i = 0; i < count; i++) ends[shardOf(this.#hashes[i] as number)]! += 2;
    for (let shard = 1; shard < shardCount; shard++) ends[shard]! += ends[shard - 1] as number;
    const pairs = new Int32Array(2 * count);
    const next = new Uint32Array(shardCount);
    next.set(ends.subarray(0, shardCount - 1), 1);
    for (let i = 0; i < count; i++) {
      const hash = this.#hashes[i] as number;
      const shard = shardOf(hash);
      const to = next[shard] as number;
      pairs[to] = hash;
      pairs[to + 1] = this.#ids[i] as number;
      next[shard] = to + 2;
    }
    this.count = 0;
    return { pairs, ends };
  }
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
