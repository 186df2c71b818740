import { addToFirstColumn, decodeRows } from '../format/column-coding.ts';

/** How many entries share a chunk: 2^14. A chunk is what is copied when a frozen view still needs the old one. */
export const entryChunkBits = 14;
export const entriesPerChunk = 1 << entryChunkBits;
export const entryMask = entriesPerChunk - 1;

/** What `expireAt` gives for a key without a deadline. */
export const never = Number.POSITIVE_INFINITY;
/** As a type: the newest record of the key is a delete. Only compaction keeps such entries. */
export const tombstone = 255;

/**
 * An entry is eight u32 side by side, half a cache line: what a lookup costs is the number of lines it meets, and
 * columns would make it one for each field.
 */
export const entryWords = 8;
/** Position of the key in the arena. The first, see `moveKeys`. */
export const keyAtWord = 0;
export const segmentWord = 1;
/** Of the record in its segment. */
export const offsetWord = 2;
export const valueLengthWord = 3;
export const seqLowWord = 4;
export const deadlineLowWord = 5;
/** High 16 bits of the sequence number; above them those of the deadline. */
export const highWord = 6;
/** Key length: 17 bits, head length: 5, `present`, `hasDeadline`, type: 8. */
export const shapeWord = 7;

export const highMask = 0xffff;
export const highShift = 16;
export const keyLengthMask = 0x1ffff;
export const headLengthShift = 17;
export const headLengthMask = 0x1f;
/** The entry holds a key. Without it the key's bytes may still be read by those who held the id before. */
export const present = 1 << 22;
export const hasDeadline = 1 << 23;
export const typeShift = 24;
export const typeMask = 0xff;

/** Sequence numbers and deadlines have 48 bits. */
export const maxNumber = 2 ** 48 - 1;

/** The first chunk begins with so many entries and doubles: most stores are small. */
const firstEntries = 64;

/** The words of so many entries, column by column. */
export interface CodedEntries {
  columns: Uint32Array;
  ids: number;
}

/** Entries of the index: no object for each key. */
export class EntryChunk {
  /** So many it has room for. */
  readonly entries: number;
  /** Which freeze it was made after: an older one is copied before it is changed. */
  readonly epoch: number;
  #words: Uint32Array | null;
  #coded: CodedEntries | null;

  private constructor(epoch: number, entries: number, words: Uint32Array | null, coded: CodedEntries | null) {
    this.epoch = epoch;
    this.entries = entries;
    this.#words = words;
    this.#coded = coded;
  }

  get words(): Uint32Array {
    return this.#words ?? this.#decode();
  }

  /** The columns of so many entries one after the other, if they are all of its own and nobody has looked at it. */
  codedAs(ids: number): Uint32Array | null {
    return this.#coded?.ids === ids ? this.#coded.columns : null;
  }

  #decode(): Uint32Array {
    const words = new Uint32Array(entryWords * this.entries);
    if (this.#coded !== null) decodeRows(this.#coded.columns, words, entryWords, this.#coded.ids);
    this.#words = words;
    this.#coded = null;
    return words;
  }

  /** The keys of all its entries have moved by so many bytes in the arena. Only for a chunk that nobody has looked at. */
  moveKeys(by: number): void {
    if (this.#coded === null) throw new Error('keys of a chunk that is in use');
    addToFirstColumn(this.#coded.columns, by);
  }

  static empty(epoch: number, isFirst: boolean): EntryChunk {
    const entries = isFirst ? firstEntries : entriesPerChunk;
    return new EntryChunk(epoch, entries, new Uint32Array(entryWords * entries), null);
  }

  /** Decoded when it is first looked at; with room as chunks have it that grew to hold so many ids. */
  static ofCoded(coded: CodedEntries, isFirst: boolean): EntryChunk {
    let entries = isFirst ? firstEntries : entriesPerChunk;
    while (entries < coded.ids) entries *= 2;
    return new EntryChunk(0, entries, null, coded);
  }

  static copy(epoch: number, from: EntryChunk): EntryChunk {
    return new EntryChunk(epoch, from.entries, from.words.slice(), null);
  }

  /** The same entries with room for as many again. */
  static grown(epoch: number, from: EntryChunk): EntryChunk {
    const words = new Uint32Array(2 * from.words.length);
    words.set(from.words);
    return new EntryChunk(epoch, 2 * from.entries, words, null);
  }
}
