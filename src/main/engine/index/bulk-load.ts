import { emptyBytes } from '../../../shared/bytes.ts';
import { viewOf } from '../format/integers.ts';
import type { Slicer } from '../scan/slicer.ts';
import { tombstone } from './entry-chunk.ts';
import { blankFacts, type EntryFacts } from './entry-facts.ts';
import type { IndexImage } from './index-image.ts';
import type { KeyIndex } from './key-index.ts';
import { shardCount } from './probing.ts';
import type { RecordColumns } from './record-columns.ts';
import { type TakenImage, TakenImages } from './taken-images.ts';
import { WaitingPairs } from './waiting-pairs.ts';

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
  readonly #waiting = new WaitingPairs();
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
    return this.#waiting.isFull;
  }

  /** The newest record so far of the key bytes[start, start + length). */
  put(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): void {
    this.#wait(bytes, start, length, facts, false);
  }

  remove(bytes: Uint8Array, start: number, length: number): void {
    this.#wait(bytes, start, length, this.#removal, true);
  }

  /** Records of which the keys lie in `bytes`. */
  putAll(bytes: Uint8Array, records: RecordColumns): void {
    this.#waiting.makeRoom(records.count);
    const source = this.#viewOf(bytes);
    let from = 0;
    while (from < records.count) from += this.#index.appendRun(source, records, from, this.#waiting);
  }

  #wait(bytes: Uint8Array, start: number, length: number, facts: EntryFacts, isRemoval: boolean): void {
    this.#waiting.makeRoom(1);
    const id = this.#index.appendHashing(this.#viewOf(bytes), start, length, facts);
    this.#waiting.add(this.#index.appendedHash, id, isRemoval);
  }

  /** Many keys come from the same bytes: one view does for all of them. */
  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = viewOf(bytes);
    }
    return this.#view;
  }

  /** Tells the hash table of all that wait: shard by shard, so that its slots stay in the processor's cache. */
  async flush(slicer: Slicer): Promise<void> {
    if (this.#waiting.count === 0 && this.#images.length === 0) return;
    const images = new TakenImages(this.#images.splice(0));
    this.#sample.clear();
    const { pairs, ends } = this.#waiting.take();
    for (let shard = 0, start = 0; shard < shardCount; shard++) {
      const end = ends[shard] as number;
      const older = images.pairs(shard);
      this.#index.reserveLinks(shard, (older.length + end - start) / 2);
      if (older.length > 0) this.#index.link(shard, older, 0, older.length);
      if (end > start) this.#index.link(shard, pairs, start, end);
      if (slicer.dueNow()) await slicer.yield();
      start = end;
    }
  }

  /**
   * All records of a closed segment at once, as an index of its own whose memory is taken over. False when nothing has
   * been taken: then its records are to be put one by one.
   */
  async take(image: IndexImage, slicer: Slicer): Promise<boolean> {
    if (this.#waiting.count > 0) await this.flush(slicer);
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
}

function hashesIn(pairs: Int32Array | null): number[] {
  const hashes: number[] = [];
  for (let at = 0; pairs !== null && at < pairs.length; at += 2) hashes.push(pairs[at] as number);
  return hashes;
}
