import { randomInt } from 'node:crypto';
import {
  EntryChunk,
  entriesPerChunk,
  entryChunkBits,
  entryMask,
  entryWords,
  hasDeadline,
  headLengthMask,
  headLengthShift,
  keyAtWord,
  keyLengthMask,
  never,
  offsetWord,
  present,
  segmentWord,
  shapeWord,
} from './entry-chunk.ts';
import { HashTable, type Meeting } from './hash-table.ts';
import { IndexColumns } from './index-columns.ts';
import type { IndexImage } from './index-image.ts';
import { chunkOf, KeyArena, offsetInChunk } from './key-arena.ts';
import { copyHashing, keyHash } from './key-hash.ts';
import { LiveBytes } from './live-bytes.ts';
import { packFacts, wordsAt } from './pack-facts.ts';
import type { RecordColumns } from './record-columns.ts';
import type { TakenImage } from './taken-images.ts';
import type { WaitingPairs } from './waiting-pairs.ts';

/** Look-ups that are fetched for at once: what more would bring into the cache would push out what came first. */
const mostFetched = 256;
/** An index of fewer keys is in the processor's cache anyway. */
const fetchFrom = 16_384;

/** Where a record lies and what it says; what the index keeps for each key. */
export interface EntryFacts {
  segment: number;
  offset: number;
  headLength: number;
  valueLength: number;
  type: number;
  seq: number;
  /** ms since 1970, or `never`. */
  expireAt: number;
}

/** Facts to be filled in and handed over again and again: an index copies what it is given. */
export function blankFacts(segment = 0): EntryFacts {
  return { segment, offset: 0, headLength: 0, valueLength: 0, type: 0, seq: 0, expireAt: never };
}

/** A moment of the index. Release it, or every change afterwards costs a copy. */
export interface FrozenIndex {
  readonly columns: IndexColumns;
  release(): void;
}

export const newSeed = (): number => randomInt(2 ** 32);

/** Which record is the newest of each key: typed arrays, no object for each key. */
export class KeyIndex {
  #seed: number;
  readonly #chunks: EntryChunk[];
  readonly #arena: KeyArena;
  readonly #table: HashTable;
  /** Ids that held a key once and can be given to another. */
  readonly #freeIds: number[];
  /** Ids freed while someone holds ids: given back when nobody does. */
  readonly #waitingIds: number[] = [];
  #nextId: number;
  #count: number;
  #withDeadline: number;
  #idHolders = 0;
  #freezes = 0;
  #epoch = 0;
  #structureVersion = 0;
  /** Of the key that `appendHashing` was last given. */
  appendedHash = 0;
  /** Of no meaning; there so that no compiler finds that `fetch` has no effect. */
  fetched = 0;
  readonly #fetchedIds = new Uint32Array(mostFetched);
  readonly #facts = blankFacts();
  readonly #liveBytes: LiveBytes;
  /** Called with each id that gets a key or loses it. */
  onStructure: ((id: number) => void) | null = null;
  readonly columns: IndexColumns;
  readonly #meeting: Meeting;

  /**
   * The seed keeps others from choosing keys that all fall into one place. With an image the index is what another one
   * was, whose seed it must be; the image is not to be used again.
   */
  constructor(seed: number = newSeed(), image: IndexImage | null = null) {
    this.#seed = seed;
    this.#chunks = image?.chunks ?? [];
    this.#arena = new KeyArena(image?.arena);
    this.#freeIds = image?.freeIds ?? [];
    this.#nextId = image?.ids ?? 0;
    this.#count = image?.keys ?? 0;
    this.#withDeadline = image?.withDeadline ?? 0;
    this.#liveBytes = new LiveBytes(image?.liveBytes);
    this.columns = new IndexColumns(this.#chunks, this.#arena.chunks);
    this.#table = new HashTable(
      (id, bytes, start, length) => this.columns.keyEquals(id, bytes, start, length),
      image?.shards,
    );
    this.#meeting = {
      sameKey: (held, arrived) => {
        const { columns } = this;
        const start = columns.keyStart(arrived);
        return columns.keyEquals(held, columns.keyBytes(arrived), start, columns.keyLength(arrived));
      },
      replace: (held, arrived) => this.#replace(held, arrived),
      removed: (held, arrived) => {
        if (held >= 0) this.#drop(held);
        this.#drop(arrived);
      },
    };
  }

  /** What the index is made of at this moment: good until it changes. What holders of ids still read is left out. */
  image(): IndexImage {
    const arena = this.#arena.image;
    for (const id of this.#waitingIds)
      arena.used[chunkOf(this.columns.keyAt(id))]! -= this.columns.keyLength(id);
    return {
      seed: this.#seed,
      ids: this.#nextId,
      keys: this.#count,
      withDeadline: this.#withDeadline,
      freeIds: [...this.#freeIds, ...this.#waitingIds],
      chunks: this.#chunks,
      arena,
      shards: this.#table.shards,
      liveBytes: this.#liveBytes.bytesOf,
    };
  }

  get seed(): number {
    return this.#seed;
  }

  /** Keys in the index, expired ones among them. */
  get count(): number {
    return this.#count;
  }

  get withDeadline(): number {
    return this.#withDeadline;
  }

  /** Changes whenever a key comes or goes. */
  get structureVersion(): number {
    return this.#structureVersion;
  }

  get memoryWastedBytes(): number {
    return this.#arena.wastedBytes;
  }

  /** Bytes of the records in a segment that are the newest of their keys. */
  liveBytes(segment: number): number {
    return this.#liveBytes.of(segment);
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
    if (this.#count < fetchFrom) return;
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
    const id = this.append(bytes, start, length, facts);
    this.#table.add(hash, id);
    this.#structureChanged(id);
    return id;
  }

  /** Adds a key, or overwrites what is known of it. */
  put(bytes: Uint8Array, start: number, length: number, hash: number, facts: EntryFacts): void {
    const id = this.find(bytes, start, length, hash);
    if (id < 0) this.insert(bytes, start, length, hash, facts);
    else this.update(id, facts);
  }

  /** An entry that no look-up finds before `link` has been told of it. */
  append(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): number {
    return this.#newEntry(this.#arena.add(bytes, start, length), length, facts);
  }

  /** `append` of a key whose hash is not known yet; it is left in `appendedHash`. */
  appendHashing(source: DataView, start: number, length: number, facts: EntryFacts): number {
    const position = this.#arena.take(length);
    const { currentView } = this.#arena;
    this.appendedHash = copyHashing(source, start, length, this.#seed, currentView, offsetInChunk(position));
    return this.#newEntry(position, length, facts);
  }

  /**
   * The same for records, from one on, up to the end of the chunks that they go to: their hashes and ids wait. Returns
   * how many they were.
   */
  appendRun(source: DataView, records: RecordColumns, from: number, waiting: WaitingPairs): number {
    const { keyStarts, keyLengths } = records;
    const facts = this.#facts;
    if (this.#freeIds.length > 0) {
      records.read(from, facts);
      const id = this.appendHashing(source, keyStarts[from] as number, keyLengths[from] as number, facts);
      waiting.add(this.appendedHash, id, records.isDelete(from));
      return 1;
    }
    const firstId = this.#nextId;
    this.#reserve(firstId);
    const words = this.#writable(firstId);
    const keyAt = this.#arena.next(keyLengths[from] as number);
    const { currentView, left } = this.#arena;
    const room = words.length / entryWords - (firstId & entryMask);
    const most = Math.min(records.count - from, room);
    let keyBytes = 0;
    let recordBytes = 0;
    let withDeadline = 0;
    let count = 0;
    for (; count < most; count++) {
      const i = from + count;
      const keyLength = keyLengths[i] as number;
      if (keyBytes + keyLength > left) break;
      const to = offsetInChunk(keyAt) + keyBytes;
      const hash = copyHashing(source, keyStarts[i] as number, keyLength, this.#seed, currentView, to);
      const at = wordsAt(firstId + count);
      records.read(i, facts);
      words[at + keyAtWord] = keyAt + keyBytes;
      packFacts(words, at, keyLength, facts);
      waiting.add(hash, firstId + count, records.isDelete(i));
      keyBytes += keyLength;
      recordBytes += facts.headLength + keyLength + facts.valueLength;
      if (facts.expireAt !== never) withDeadline++;
    }
    this.#arena.advance(keyBytes);
    this.#liveBytes.add(records.segment, recordBytes);
    this.#withDeadline += withDeadline;
    this.#count += count;
    this.#nextId += count;
    return count;
  }

  #newEntry(keyAt: number, keyLength: number, facts: EntryFacts): number {
    const id = this.#freeIds.pop() ?? this.#nextId++;
    this.#reserve(id);
    const words = this.#writable(id);
    const at = wordsAt(id);
    words[at + keyAtWord] = keyAt;
    words[at + shapeWord] = keyLength;
    this.#write(words, at, facts);
    this.#count++;
    return id;
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
    const isOfSeed = this.#nextId === 0 || image.seed === this.#seed;
    return isOfSeed && this.#arena.hasRoomFor(image.arena.chunks.length);
  }

  /**
   * Appends all entries of an image, whose memory becomes this index's. They are to be linked. An index
   * without entries takes the seed of the image.
   */
  appendAll(image: IndexImage): TakenImage {
    const isFirst = this.#nextId === 0;
    if (isFirst) this.#seed = image.seed;
    const movedBy = this.#arena.takeOver(image.arena);
    const whole = isFirst ? image.chunks.length : Math.floor(image.ids / entriesPerChunk);
    const base = this.#nextChunk();
    for (const chunk of image.chunks.slice(0, whole)) {
      if (movedBy > 0) chunk.moveKeys(movedBy);
      this.#chunks.push(chunk);
    }
    const ids = Math.min(image.ids, whole * entriesPerChunk);
    this.#nextId = base + ids;
    const rest = new Uint32Array(image.ids - ids);
    const words = rest.length > 0 ? (image.chunks[whole] as EntryChunk).words : noWords;
    for (let i = 0; i < rest.length; i++) {
      const from = i * entryWords;
      if (((words[from + shapeWord] as number) & present) === 0) continue;
      rest[i] = this.#appendWords(words, from, movedBy);
    }
    for (const id of image.freeIds) if (id < ids) this.#freeIds.push(base + id);
    this.#count += image.keys;
    this.#withDeadline += image.withDeadline;
    for (const [segment, bytes] of image.liveBytes) this.#liveBytes.add(segment, bytes);
    return { shards: image.shards, base, ids, rest };
  }

  /** The first id of a new chunk; those that are left over before it can be given to others. */
  #nextChunk(): number {
    const last = this.#chunks.length - 1;
    const next = (last + 1) * entriesPerChunk;
    if (this.#nextId === next) return next;
    let chunk = this.#chunks[last] as EntryChunk;
    while (chunk.entries < entriesPerChunk) chunk = EntryChunk.grown(this.#epoch, chunk);
    this.#chunks[last] = chunk;
    for (let id = next - 1; id >= this.#nextId; id--) this.#freeIds.push(id);
    return next;
  }

  #appendWords(source: Uint32Array, from: number, movedBy: number): number {
    const id = this.#freeIds.pop() ?? this.#nextId++;
    this.#reserve(id);
    const words = this.#writable(id);
    const at = wordsAt(id);
    for (let word = 0; word < entryWords; word++) words[at + word] = source[from + word] as number;
    words[at + keyAtWord]! += movedBy;
    return id;
  }

  update(id: number, facts: EntryFacts): void {
    this.#liveBytes.add(this.columns.segment(id), -this.columns.recordLength(id));
    this.#write(this.#writable(id), wordsAt(id), facts);
  }

  /** The same record, in another place. */
  relocate(id: number, segment: number, offset: number, headLength: number): void {
    const { columns } = this;
    const bodyLength = columns.keyLength(id) + columns.valueLength(id);
    this.#liveBytes.add(segment, headLength + bodyLength);
    this.#liveBytes.add(columns.segment(id), -columns.headLength(id) - bodyLength);
    const words = this.#writable(id);
    const at = wordsAt(id);
    words[at + segmentWord] = segment;
    words[at + offsetWord] = offset;
    words[at + shapeWord]! &= ~(headLengthMask << headLengthShift);
    words[at + shapeWord]! |= headLength << headLengthShift;
  }

  remove(id: number): void {
    const { columns } = this;
    const start = columns.keyStart(id);
    this.#table.remove(this.hash(columns.keyBytes(id), start, columns.keyLength(id)), id);
    this.#drop(id);
    this.#structureChanged(id);
  }

  /** Ids in use, and those whose keys a holder may still read. */
  get capacity(): number {
    return this.#nextId;
  }

  /** Until the returned function is called no id is given to another key. */
  holdIds(): () => void {
    this.#idHolders++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#idHolders > 0) return;
      for (const id of this.#waitingIds.splice(0)) this.#free(id);
    };
  }

  /** The index as it is now, at the cost of a copy of each chunk that is changed while it is held. */
  freeze(): FrozenIndex {
    this.#freezes++;
    this.#epoch++;
    let held = true;
    return {
      columns: new IndexColumns(this.#chunks.slice(), this.#arena.freeze()),
      release: () => {
        if (held) this.#freezes--;
        held = false;
      },
    };
  }

  /** For each chunk of key bytes whether its keys should be moved together with others. */
  sparseKeyChunks(): Uint8Array {
    return this.#arena.sparseChunks();
  }

  /** Moves the keys with ids in [from, to) out of the marked chunks, which are given back once they are empty. */
  moveKeys(from: number, to: number, marked: Uint8Array): void {
    for (let id = from; id < Math.min(to, this.#nextId); id++) {
      if (!this.columns.holdsKey(id)) continue;
      const position = this.columns.keyAt(id);
      if (marked[chunkOf(position)] !== 1) continue;
      const length = this.columns.keyLength(id);
      const moved = this.#arena.add(this.columns.keyBytes(id), this.columns.keyStart(id), length);
      this.#arena.remove(position, length);
      this.#writable(id)[wordsAt(id) + keyAtWord] = moved;
    }
  }

  /** What an appended entry says becomes that of an older one with the same key. */
  #replace(held: number, arrived: number): void {
    const { columns } = this;
    const from = wordsAt(arrived);
    const words = this.#chunks[arrived >>> entryChunkBits]?.words as Uint32Array;
    const target = this.#writable(held);
    const at = wordsAt(held);
    this.#liveBytes.add(columns.segment(held), -columns.recordLength(held));
    this.#liveBytes.add(columns.segment(arrived), columns.recordLength(arrived));
    if (columns.expireAt(held) !== never) this.#withDeadline--;
    if (columns.expireAt(arrived) !== never) this.#withDeadline++;
    for (let word = keyAtWord + 1; word < entryWords; word++)
      target[at + word] = words[from + word] as number;
    this.#drop(arrived);
  }

  /** Forgets an entry that the hash table does not know. */
  #drop(id: number): void {
    const { columns } = this;
    this.#liveBytes.add(columns.segment(id), -columns.recordLength(id));
    if (columns.expireAt(id) !== never) this.#withDeadline--;
    this.#writable(id)[wordsAt(id) + shapeWord]! &= ~(present | hasDeadline);
    this.#count--;
    if (this.#idHolders > 0) this.#waitingIds.push(id);
    else this.#free(id);
  }

  /** Writes all but the key, whose length stands there already. */
  #write(words: Uint32Array, at: number, facts: EntryFacts): void {
    const shape = words[at + shapeWord] as number;
    const keyLength = shape & keyLengthMask;
    this.#withDeadline += (facts.expireAt === never ? 0 : 1) - ((shape & hasDeadline) === 0 ? 0 : 1);
    packFacts(words, at, keyLength, facts);
    this.#liveBytes.add(facts.segment, facts.headLength + keyLength + facts.valueLength);
  }

  /** Makes room for the entry of a new id. */
  #reserve(id: number): void {
    const index = id >>> entryChunkBits;
    if (index === this.#chunks.length) this.#chunks.push(EntryChunk.empty(this.#epoch, index === 0));
    const chunk = this.#chunks[index] as EntryChunk;
    if ((id & entryMask) >= chunk.entries) this.#chunks[index] = EntryChunk.grown(this.#epoch, chunk);
  }

  /** The words of the id's chunk, free to be changed. */
  #writable(id: number): Uint32Array {
    const index = id >>> entryChunkBits;
    const chunk = this.#chunks[index] as EntryChunk;
    if (this.#freezes === 0 || chunk.epoch === this.#epoch) return chunk.words;
    const copy = EntryChunk.copy(this.#epoch, chunk);
    this.#chunks[index] = copy;
    return copy.words;
  }

  #free(id: number): void {
    this.#arena.remove(this.columns.keyAt(id), this.columns.keyLength(id));
    this.#freeIds.push(id);
  }

  #structureChanged(id: number): void {
    this.#structureVersion++;
    this.onStructure?.(id);
  }
}

const noWords = new Uint32Array(0);
