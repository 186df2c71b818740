import { emptyBytes } from '../../../shared/bytes.ts';
import { viewOf } from '../format/integers.ts';
import type { Slicer } from '../scan/slicer.ts';
import { tombstone } from './entry-chunk.ts';
import { type Arrivals, removal } from './hash-table.ts';
import type { IndexImage } from './index-image.ts';
import { blankFacts, type EntryFacts, type KeyIndex } from './key-index.ts';
import { shardCount, shardOf } from './probing.ts';

/** So many records wait at most before the hash table is told of them. */
const maxWaiting = 1 << 20;
const firstRoom = 64;

/**
 * Puts the records of a log into an index, in their order. An entry is written at once, where the one before it was;
 * its place in the hash table, anywhere in memory, is looked for later, together with all that fall into the same
 * part of it. The index may be looked at only after `flush`.
 */
export class BulkLoad {
  readonly #index: KeyIndex;
  /** Grown as they fill: most stores are small. */
  #hashes = new Int32Array(firstRoom);
  #ids = new Int32Array(firstRoom);
  #waiting = 0;
  #bytes = emptyBytes;
  #view = viewOf(emptyBytes);
  readonly #removal = { ...blankFacts(), type: tombstone };

  constructor(index: KeyIndex) {
    this.#index = index;
  }

  /** Then `flush` before the next one. */
  get isFull(): boolean {
    return this.#waiting >= maxWaiting;
  }

  /** The newest record so far of the key bytes[start, start + length). */
  put(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void {
    this.#wait(bytes, start, length, facts, 0);
  }

  remove(bytes: Uint8Array, start: number, length: number): void {
    this.#wait(bytes, start, length, this.#removal, removal);
  }

  #wait(bytes: Uint8Array, start: number, length: number, facts: EntryFacts, flag: number): void {
    const at = this.#waiting++;
    if (at === this.#hashes.length) {
      this.#hashes = doubled(this.#hashes);
      this.#ids = doubled(this.#ids);
    }
    // Many keys come from the same bytes: one view does for all of them.
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = viewOf(bytes);
    }
    this.#ids[at] = this.#index.appendHashing(this.#view, start, length, facts) | flag;
    this.#hashes[at] = this.#index.appendedHash;
  }

  /** Tells the hash table of all that wait. */
  async flush(slicer: Slicer): Promise<void> {
    if (this.#waiting === 0) return;
    const arrivals = this.#byShard();
    this.#waiting = 0;
    await this.#link(arrivals, slicer);
  }

  /**
   * All records of a closed segment at once, as an index of its own whose memory is taken over. False when nothing has
   * been taken: then its records are to be put one by one.
   */
  async take(image: IndexImage, slicer: Slicer): Promise<boolean> {
    await this.flush(slicer);
    if (!this.#index.takes(image)) return false;
    await this.#link(this.#index.appendAll(image), slicer);
    return true;
  }

  async #link(arrivals: Arrivals, slicer: Slicer): Promise<void> {
    for (let shard = 0, start = 0; shard < shardCount; shard++) {
      const end = arrivals.ends[shard] as number;
      if (end > start) {
        this.#index.link(shard, arrivals);
        if (slicer.dueNow()) await slicer.yield();
      }
      start = end;
    }
  }

  /** Sorted by shard, in the order in which they came. */
  #byShard(): Arrivals {
    const ends = new Uint32Array(shardCount);
    for (let i = 0; i < this.#waiting; i++) ends[shardOf(this.#hashes[i] as number)]!++;
    for (let shard = 1; shard < shardCount; shard++) ends[shard]! += ends[shard - 1] as number;
    const hashes = new Int32Array(this.#waiting);
    const ids = new Int32Array(this.#waiting);
    const next = new Uint32Array(shardCount);
    next.set(ends.subarray(0, shardCount - 1), 1);
    for (let i = 0; i < this.#waiting; i++) {
      const hash = this.#hashes[i] as number;
      const to = next[shardOf(hash)]!++;
      hashes[to] = hash;
      ids[to] = this.#ids[i] as number;
    }
    return { hashes, ids, ends };
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
