import { emptyBytes } from '../../../shared/bytes.ts';
import { viewOf } from '../format/integers.ts';
import type { Slicer } from '../scan/slicer.ts';
import { tombstone } from './entry-chunk.ts';
import { type Arrivals, removal } from './hash-table.ts';
import type { IndexImage } from './index-image.ts';
import { blankFacts, type EntryFacts, type KeyIndex } from './key-index.ts';
import { shardCount, shardOf } from './probing.ts';
import { type TakenImage, TakenImages } from './taken-images.ts';

/** So many records wait at most before the hash table is told of them. */
const maxWaiting = 1 << 20;
const firstRoom = 64;
/** Where a larger share of an image's keys is known already, it is not worth taking; and how many shards tell. */
const maxShareKnown = 1 / 8;
const sampledShards = 2;

/**
 * Puts the records of a log into an index, in their order. An entry is written at once, where the one before it was;
 * its place in the hash table, anywhere in memory, is looked for later, together with all that fall into the same
 * part of it. The index may be looked at only after `flush`.
 */
export class BulkLoad {
  readonly #index: KeyIndex;
  /** Hashes and ids plus one. Grown as they fill: most stores are small. */
  #hashes = new Int32Array(firstRoom);
  #ids = new Int32Array(firstRoom);
  #waiting = 0;
  /** Taken, and not linked yet: what waits otherwise came after them. */
  readonly #images: TakenImage[] = [];
  /** Hashes of some of their keys. */
  readonly #sample = new Set<number>();
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
    this.#ids[at] = (this.#index.appendHashing(this.#view, start, length, facts) + 1) | flag;
    this.#hashes[at] = this.#index.appendedHash;
  }

  /** Tells the hash table of all that wait. */
  async flush(slicer: Slicer): Promise<void> {
    await this.#linkImages(slicer);
    if (this.#waiting === 0) return;
    const { pairs, ends } = this.#byShard();
    this.#waiting = 0;
    for (let shard = 0, start = 0; shard < shardCount; shard++) {
      const end = ends[shard] as number;
      if (end > start) {
        this.#index.link(shard, pairs, start, end);
        if (slicer.dueNow()) await slicer.yield();
      }
      start = end;
    }
  }

  /**
   * All records of a closed segment at once, as an index of its own whose memory is taken over. False when nothing has
   * been taken: then its records are to be put one by one.
   */
  async take(image: IndexImage, slicer: Slicer): Promise<boolean> {
    if (this.#waiting > 0) await this.flush(slicer);
    if (!this.#index.takes(image) || !this.#isWorthTaking(image)) return false;
    this.#images.push(this.#index.appendAll(image));
    return true;
  }

  /** Whether most of its keys are new, as far as some shards tell: otherwise its entries would hardly be in use. */
  #isWorthTaking({ shards }: IndexImage): boolean {
    const sampled = shards.slice(0, sampledShards).flatMap(({ pairs }) => hashesIn(pairs));
    const known = sampled.filter((hash) => this.#sample.has(hash) || this.#index.findLikely(hash) >= 0);
    if (known.length > sampled.length * maxShareKnown) return false;
    for (const hash of sampled) this.#sample.add(hash);
    return true;
  }

  async #linkImages(slicer: Slicer): Promise<void> {
    if (this.#images.length === 0) return;
    const images = new TakenImages(this.#images.splice(0));
    this.#sample.clear();
    // Of all images shard by shard: its slots stay in the processor's cache.
    for (let shard = 0; shard < shardCount; shard++) {
      const pairs = images.pairs(shard);
      this.#index.link(shard, pairs, 0, pairs.length);
      if (slicer.dueNow()) await slicer.yield();
    }
  }

  /** Sorted by shard, in the order in which they came. */
  #byShard(): Arrivals {
    const ends = new Uint32Array(shardCount);
    for (let i = 0; i < this.#waiting; i++) ends[shardOf(this.#hashes[i] as number)]! += 2;
    for (let shard = 1; shard < shardCount; shard++) ends[shard]! += ends[shard - 1] as number;
    const pairs = new Int32Array(2 * this.#waiting);
    const next = new Uint32Array(shardCount);
    next.set(ends.subarray(0, shardCount - 1), 1);
    for (let i = 0; i < this.#waiting; i++) {
      const hash = this.#hashes[i] as number;
      const shard = shardOf(hash);
      const to = next[shard] as number;
      pairs[to] = hash;
      pairs[to + 1] = this.#ids[i] as number;
      next[shard] = to + 2;
    }
    return { pairs, ends };
  }
}

function hashesIn(pairs: Int32Array | null): number[] {
  const hashes: number[] = [];
  for (let at = 0; pairs !== null && at < pairs.length; at += 2) hashes.push(pairs[at] as number);
  return hashes;
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
