import type { Slicer } from '../scan/slicer.ts';
import type { EntryFacts } from './entry-facts.ts';
import { HashTable, type Meeting } from './hash-table.ts';
import type { IndexColumns } from './index-columns.ts';
import { type FrozenIndex, IndexEntries } from './index-entries.ts';
import type { IndexImage } from './index-image.ts';
import { keyHash } from './key-hash.ts';
import type { RecordColumns } from './record-columns.ts';
import type { TakenImage } from './taken-images.ts';
import type { WaitingPairs } from './waiting-pairs.ts';

/** Look-ups that are fetched for at once: what more would bring into the cache would push out what came first. */
const mostFetched = 256;
/** Ids that `gatherKeys` looks at between two looks at the clock. */
const movedAtOnce = 4096;
/** An index of fewer keys is in the processor's cache anyway. */
const fetchFrom = 16_384;

/** Which record is the newest of each key: entries, and a table of hashes that leads to them. */
export class KeyIndex {
  #seed: number;
  readonly #entries: IndexEntries;
  readonly #table: HashTable;
  #structureVersion = 0;
  /** Of no meaning; there so that no compiler finds that `fetch` has no effect. */
  fetched = 0;
  readonly #fetchedIds = new Uint32Array(mostFetched);
  /** Called with each id that gets a key or loses it. */
  onStructure: ((id: number) => void) | null = null;
  readonly columns: IndexColumns;
  readonly #meeting: Meeting;

  /**
   * The seed keeps others from choosing keys that all fall into one place. With an image the index is what another one
   * was, whose seed it must be; the image is not to be used again.
   */
  constructor(seed: number, image: IndexImage | null = null) {
    const entries = new IndexEntries(image);
    const { columns } = entries;
    this.#seed = seed;
    this.#entries = entries;
    this.columns = columns;
    this.#table = new HashTable(
      (id, bytes, start, length) => columns.keyEquals(id, bytes, start, length),
      image?.shards,
    );
    this.#meeting = {
      sameKey: (held, arrived) => {
        const start = columns.keyStart(arrived);
        return columns.keyEquals(held, columns.keyBytes(arrived), start, columns.keyLength(arrived));
      },
      replace: (held, arrived) => entries.replace(held, arrived),
      removed: (held, arrived) => {
        if (held >= 0) entries.drop(held);
        entries.drop(arrived);
      },
    };
  }

  /** What the index is made of at this moment: good until it changes. What holders of ids still read is left out. */
  image(): IndexImage {
    return { ...this.#entries.image(), seed: this.#seed, shards: this.#table.shards };
  }

  get seed(): number {
    return this.#seed;
  }

  /** Keys in the index, expired ones among them. */
  get count(): number {
    return this.#entries.count;
  }

  get withDeadline(): number {
    return this.#entries.withDeadline;
  }

  /** Changes whenever a key comes or goes. */
  get structureVersion(): number {
    return this.#structureVersion;
  }

  /** Bytes of the records in a segment that are the newest of their keys. */
  liveBytes(segment: number): number {
    return this.#entries.liveBytes(segment);
  }

  hash(bytes: Uint8Array, start: number, length: number): number {
    return keyHash(bytes, start, length, this.#seed);
  }

  /** The id of the key bytes[start, start + length); -1 when it is not there. */
  find(bytes: Uint8Array, start: number, length: number, hash: number): number {
    return this.#table.find(hash, bytes, start, length);
  }

  /**
   * The id that is most likely the key's; -1 when it is surely not there. Nothing but the hash was compared: for
   * those who will see the key itself in its record, which saves looking at it here.
   */
  findLikely(hash: number): number {
    return this.#table.findHash(hash);
  }

  /**
   * Looks at the memory that look-ups of these hashes are going to look at. A look-up goes from the slot to the entry
   * and from there to the key, and waits for each to come into the cache; here those of many keys, which do not depend
   * on each other, wait together.
   */
  fetch(hashes: ArrayLike<number>, from: number, to: number): void {
    if (this.count < fetchFrom) return;
    const { columns } = this;
    const end = Math.min(to, from + mostFetched);
    let seen = 0;
    for (let i = from; i < end; i++) seen ^= this.#table.touch(hashes[i] as number);
    const ids = this.#fetchedIds;
    let found = 0;
    for (let i = from; i < end; i++) {
      const id = this.#table.findHash(hashes[i] as number);
      if (id >= 0) ids[found++] = id;
    }
    seen ^= columns.touch(ids, found);
    for (let i = 0; i < found; i++) {
      const id = ids[i] as number;
      seen ^= columns.keyBytes(id)[columns.keyStart(id)] as number;
    }
    this.fetched = seen;
  }

  /** Adds a key that is not there and returns its id. */
  insert(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): number {
    const id = this.#entries.append(bytes, start, length, facts);
    this.#table.add(hash, id);
    this.#structureChanged(id);
    return id;
  }

  /** Adds a key, or overwrites what is known of it. */
  put(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    const id = this.find(bytes, start, length, hash);
    if (id < 0) this.insert(bytes, start, length, hash, facts);
    else this.#entries.update(id, facts);
  }

  /** An entry that no look-up finds before `link` has been told of it and of the hash, left in `appendedHash`. */
  appendHashing(source: DataView, start: number, length: number, facts: EntryFacts): number {
    return this.#entries.appendHashing(source, start, length, this.#seed, facts);
  }

  /** Of the key that `appendHashing` was last given. */
  get appendedHash(): number {
    return this.#entries.appendedHash;
  }

  /**
   * The same for records, from one on, up to the end of the chunks that they go to: their hashes and ids wait. Returns
   * how many they were.
   */
  appendRun(source: DataView, records: RecordColumns, from: number, waiting: WaitingPairs): number {
    return this.#entries.appendRun(source, records, from, this.#seed, waiting);
  }

  /** So many links of a shard are about to come: it grows at once. */
  reserveLinks(shard: number, count: number): void {
    this.#table.reserve(shard, count);
  }

  /** Makes appended entries those of their keys, shard by shard: what they find there they replace. */
  link(shard: number, pairs: Int32Array, from: number, to: number): void {
    this.#structureVersion++;
    this.#table.addAll(shard, pairs, from, to, this.#meeting);
  }

  /** Whether `appendAll` may be given this image. */
  takes(image: IndexImage): boolean {
    const isOfSeed = this.capacity === 0 || image.seed === this.#seed;
    return isOfSeed && this.#entries.hasRoomFor(image);
  }

  /**
   * Appends all entries of an image, whose memory becomes this index's. They are to be linked. An index
   * without entries takes the seed of the image.
   */
  appendAll(image: IndexImage): TakenImage {
    if (this.capacity === 0) this.#seed = image.seed;
    return this.#entries.appendAll(image);
  }

  update(id: number, facts: EntryFacts): void {
    this.#entries.update(id, facts);
  }

  /**
   * Gives back memory of keys that are gone: those that are left in a chunk which is less than half in use are moved
   * together with others. Between two slices keys may come and go.
   */
  async gatherKeys(slicer: Slicer): Promise<void> {
    const marked = this.#entries.sparseKeyChunks();
    if (!marked.includes(1)) return;
    for (let from = 0; from < this.capacity; from += movedAtOnce) {
      this.#entries.moveKeys(from, from + movedAtOnce, marked);
      if (slicer.dueNow()) await slicer.yield();
    }
  }

  /** Memory that keys are held in. Bytes. */
  get keyMemoryBytes(): number {
    return this.#entries.keyMemoryBytes;
  }

  /** The same record, in another place. */
  relocate(id: number, segment: number, offset: number, headLength: number, valueLength: number): void {
    this.#entries.relocate(id, segment, offset, headLength, valueLength);
  }

  remove(id: number): void {
    const { columns } = this;
    const start = columns.keyStart(id);
    this.#table.remove(this.hash(columns.keyBytes(id), start, columns.keyLength(id)), id);
    this.#entries.drop(id);
    this.#structureChanged(id);
  }

  /** Ids in use, and those whose keys a holder may still read. */
  get capacity(): number {
    return this.#entries.capacity;
  }

  /** Until the returned function is called no id is given to another key. */
  holdIds(): () => void {
    return this.#entries.holdIds();
  }

  /** The index as it is now, at the cost of a copy of each chunk that is changed while it is held. */
  freeze(): FrozenIndex {
    return this.#entries.freeze();
  }

  #structureChanged(id: number): void {
    this.#structureVersion++;
    this.onStructure?.(id);
  }
}
