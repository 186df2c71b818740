import { plainType } from '../format/patch.ts';
import { appendImage } from './append-image.ts';
import { appendRun } from './append-run.ts';
import {
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
  typeMask,
  typeShift,
  valueLengthWord,
} from './entry-chunk.ts';
import type { EntryChunks } from './entry-chunks.ts';
import type { EntryFacts } from './entry-facts.ts';
import type { EntryIds } from './entry-ids.ts';
import { type EntryParts, entryParts } from './entry-parts.ts';
import type { EntryTotals } from './entry-totals.ts';
import { IndexColumns } from './index-columns.ts';
import type { EntriesImage, IndexImage } from './index-image.ts';
import { chunkOf, type KeyArena, offsetInChunk } from './key-arena.ts';
import { copyHashing } from './key-hash.ts';
import { packFacts, wordsAt } from './pack-facts.ts';
import type { RecordColumns } from './record-columns.ts';
import type { TakenImage } from './taken-images.ts';
import type { WaitingPairs } from './waiting-pairs.ts';

/** A moment of the index. Release it, or every change afterwards costs a copy. */
export interface FrozenIndex {
  readonly columns: IndexColumns;
  release(): void;
}

/**
 * Keys and what is known of them, by ids that are given here: typed arrays, no object for each key. Which id is a key's,
 * others find.
 */
export class IndexEntries {
  readonly columns: IndexColumns;
  readonly #parts: EntryParts;
  readonly #chunks: EntryChunks;
  readonly #ids: EntryIds;
  readonly #arena: KeyArena;
  readonly #totals: EntryTotals;
  /** Of the key that `appendHashing` was last given. */
  appendedHash = 0;

  /** The image is not to be used again. */
  constructor(image: EntriesImage | null = null) {
    const parts = entryParts(image);
    const { chunks, ids, arena, totals } = parts;
    this.#parts = parts;
    this.#chunks = chunks;
    this.#ids = ids;
    this.#arena = arena;
    this.#totals = totals;
    this.columns = new IndexColumns(chunks.all, arena.chunks);
  }

  /** What they are made of at this moment: good until they change. What holders of ids still read is left out. */
  image(): EntriesImage {
    const arena = this.#arena.image;
    for (const id of this.#ids.waiting)
      arena.used[chunkOf(this.columns.keyAt(id))]! -= this.columns.keyLength(id);
    return {
      ids: this.#ids.end,
      keys: this.#totals.keys,
      withDeadline: this.#totals.withDeadline,
      freeIds: this.#ids.unused,
      chunks: this.#chunks.all,
      arena,
      liveBytes: this.#totals.liveBytes.bytesOf,
    };
  }

  get count(): number {
    return this.#totals.keys;
  }

  get withDeadline(): number {
    return this.#totals.withDeadline;
  }

  /** Ids in use, and those whose keys a holder may still read. */
  get capacity(): number {
    return this.#ids.end;
  }

  /** Bytes of the records in a segment that are the newest of their keys. */
  liveBytes(segment: number): number {
    return this.#totals.liveBytes.of(segment);
  }

  /** The new id of a key. */
  append(bytes: Uint8Array, start: number, length: number, facts: EntryFacts): number {
    return this.#newEntry(this.#arena.add(bytes, start, length), length, facts);
  }

  /** `append` of a key whose hash is not known yet; it is left in `appendedHash`. */
  appendHashing(source: DataView, start: number, length: number, seed: number, facts: EntryFacts): number {
    const position = this.#arena.take(length);
    const { currentView } = this.#arena;
    this.appendedHash = copyHashing(source, start, length, seed, currentView, offsetInChunk(position));
    return this.#newEntry(position, length, facts);
  }

  /** `appendHashing` of records, from one on; see `append-run.ts`. */
  appendRun(
    source: DataView,
    records: RecordColumns,
    from: number,
    seed: number,
    waiting: WaitingPairs,
  ): number {
    return appendRun(this.#parts, source, records, from, seed, waiting);
  }

  /** Whether `appendAll` may be given this image. */
  hasRoomFor(image: EntriesImage): boolean {
    return this.#arena.hasRoomFor(image.arena.chunks.length);
  }

  /** Appends all entries of an image, whose memory is taken over. */
  appendAll(image: IndexImage): TakenImage {
    return appendImage(this.#parts, image);
  }

  update(id: number, facts: EntryFacts): void {
    this.#totals.liveBytes.add(this.columns.segment(id), -this.columns.recordLength(id));
    this.#write(this.#chunks.writable(id), wordsAt(id), facts);
  }

  /** The same record, in another place, where it is no patch. */
  relocate(id: number, segment: number, offset: number, headLength: number, valueLength: number): void {
    const { columns } = this;
    this.#totals.liveBytes.add(segment, headLength + columns.keyLength(id) + valueLength);
    this.#totals.liveBytes.add(columns.segment(id), -columns.recordLength(id));
    const type = plainType(columns.type(id));
    const words = this.#chunks.writable(id);
    const at = wordsAt(id);
    words[at + segmentWord] = segment;
    words[at + offsetWord] = offset;
    words[at + valueLengthWord] = valueLength;
    words[at + shapeWord]! &= ~((headLengthMask << headLengthShift) | (typeMask << typeShift));
    words[at + shapeWord]! |= (headLength << headLengthShift) | (type << typeShift);
  }

  /** What an appended entry says becomes that of an older one with the same key. */
  replace(held: number, arrived: number): void {
    const { columns } = this;
    const from = wordsAt(arrived);
    const words = this.#chunks.words(arrived);
    const target = this.#chunks.writable(held);
    const at = wordsAt(held);
    this.#totals.liveBytes.add(columns.segment(held), -columns.recordLength(held));
    this.#totals.liveBytes.add(columns.segment(arrived), columns.recordLength(arrived));
    if (columns.expireAt(held) !== never) this.#totals.withDeadline--;
    if (columns.expireAt(arrived) !== never) this.#totals.withDeadline++;
    for (let word = keyAtWord + 1; word < entryWords; word++)
      target[at + word] = words[from + word] as number;
    this.drop(arrived);
  }

  /** Forgets an entry that nothing leads to any more. */
  drop(id: number): void {
    const { columns } = this;
    this.#totals.liveBytes.add(columns.segment(id), -columns.recordLength(id));
    if (columns.expireAt(id) !== never) this.#totals.withDeadline--;
    this.#chunks.writable(id)[wordsAt(id) + shapeWord]! &= ~(present | hasDeadline);
    this.#totals.keys--;
    if (this.#ids.areHeld) this.#ids.wait(id);
    else this.#free(id);
  }

  /** Until the returned function is called no id is given to another key. */
  holdIds(): () => void {
    this.#ids.hold();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const id of this.#ids.release()) this.#free(id);
    };
  }

  /** The entries as they are now, at the cost of a copy of each chunk that is changed while they are held. */
  freeze(): FrozenIndex {
    const { chunks, release } = this.#chunks.freeze();
    return { columns: new IndexColumns(chunks, this.#arena.freeze()), release };
  }

  /** Memory that keys are held in, and were held in that are gone. */
  get keyMemoryBytes(): number {
    return this.#arena.heldBytes;
  }

  /** For each chunk of key bytes whether its keys should be moved together with others. */
  sparseKeyChunks(): Uint8Array {
    return this.#arena.sparseChunks();
  }

  /** Moves the keys with ids in [from, to) out of the marked chunks, which are given back once they are empty. */
  moveKeys(from: number, to: number, marked: Uint8Array): void {
    const { columns } = this;
    for (let id = from; id < Math.min(to, this.capacity); id++) {
      if (!columns.holdsKey(id)) continue;
      const position = columns.keyAt(id);
      if (marked[chunkOf(position)] !== 1) continue;
      const length = columns.keyLength(id);
      const moved = this.#arena.add(columns.keyBytes(id), columns.keyStart(id), length);
      this.#arena.remove(position, length);
      this.#chunks.writable(id)[wordsAt(id) + keyAtWord] = moved;
      // Once it is empty it may be given other keys, which are to stay there.
      if (this.#arena.chunks[chunkOf(position)]?.length === 0) marked[chunkOf(position)] = 0;
    }
  }

  #newEntry(keyAt: number, keyLength: number, facts: EntryFacts): number {
    const id = this.#ids.take();
    const words = this.#chunks.writableNew(id);
    const at = wordsAt(id);
    words[at + keyAtWord] = keyAt;
    words[at + shapeWord] = keyLength;
    this.#write(words, at, facts);
    this.#totals.keys++;
    return id;
  }

  /** Writes all but the key, whose length stands there already. */
  #write(words: Uint32Array, at: number, facts: EntryFacts): void {
    const shape = words[at + shapeWord] as number;
    const keyLength = shape & keyLengthMask;
    this.#totals.withDeadline += (facts.expireAt === never ? 0 : 1) - ((shape & hasDeadline) === 0 ? 0 : 1);
    packFacts(words, at, keyLength, facts);
    this.#totals.liveBytes.add(facts.segment, facts.headLength + keyLength + facts.valueLength);
  }

  #free(id: number): void {
    this.#arena.remove(this.columns.keyAt(id), this.columns.keyLength(id));
    this.#ids.free(id);
  }
}
