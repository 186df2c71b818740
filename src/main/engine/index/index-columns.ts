import {
  deadlineLowWord,
  type EntryChunk,
  entriesPerChunk,
  entryChunkBits,
  entryMask,
  entryWords,
  hasDeadline,
  headLengthMask,
  headLengthShift,
  highMask,
  highShift,
  highWord,
  keyAtWord,
  keyLengthMask,
  never,
  offsetWord,
  present,
  segmentWord,
  seqLowWord,
  shapeWord,
  typeShift,
  valueLengthWord,
} from './entry-chunk.ts';
import { chunkOf, offsetInChunk } from './key-arena.ts';

/** The fields of an index, read by id. Of a frozen one nothing changes any more. */
export class IndexColumns {
  readonly #chunks: readonly EntryChunk[];
  readonly #keys: readonly Uint8Array[];

  constructor(chunks: readonly EntryChunk[], keys: readonly Uint8Array[]) {
    this.#chunks = chunks;
    this.#keys = keys;
  }

  /** Ids run from 0 to this; not all of them hold a key. */
  get capacity(): number {
    const last = this.#chunks.at(-1);
    return last === undefined ? 0 : (this.#chunks.length - 1) * entriesPerChunk + last.entries;
  }

  holdsKey(id: number): boolean {
    return (this.#word(id, shapeWord) & present) !== 0;
  }

  seq(id: number): number {
    return this.#word(id, seqLowWord) + (this.#word(id, highWord) & highMask) * 2 ** 32;
  }

  segment(id: number): number {
    return this.#word(id, segmentWord);
  }

  offset(id: number): number {
    return this.#word(id, offsetWord);
  }

  headLength(id: number): number {
    return (this.#word(id, shapeWord) >>> headLengthShift) & headLengthMask;
  }

  valueLength(id: number): number {
    return this.#word(id, valueLengthWord);
  }

  /** typeCode of the value, or `tombstone`. */
  type(id: number): number {
    return this.#word(id, shapeWord) >>> typeShift;
  }

  /** ms since 1970, or `never`. */
  expireAt(id: number): number {
    if ((this.#word(id, shapeWord) & hasDeadline) === 0) return never;
    return this.#word(id, deadlineLowWord) + (this.#word(id, highWord) >>> highShift) * 2 ** 32;
  }

  keyLength(id: number): number {
    return this.#word(id, shapeWord) & keyLengthMask;
  }

  recordLength(id: number): number {
    return this.headLength(id) + this.keyLength(id) + this.valueLength(id);
  }

  /** Position of the key in the arena. */
  keyAt(id: number): number {
    return this.#word(id, keyAtWord);
  }

  /** The bytes in which the key lies, from `keyStart` on. */
  keyBytes(id: number): Uint8Array {
    return this.#keys[chunkOf(this.keyAt(id))] as Uint8Array;
  }

  keyStart(id: number): number {
    return offsetInChunk(this.keyAt(id));
  }

  /** A copy of the key. */
  key(id: number): Uint8Array {
    const start = this.keyStart(id);
    return this.keyBytes(id).slice(start, start + this.keyLength(id));
  }

  /** Whether the key is bytes[start, start + length). */
  keyEquals(id: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (this.keyLength(id) !== length) return false;
    const held = this.keyBytes(id);
    const heldStart = this.keyStart(id);
    for (let i = 0; i < length; i++) if (held[heldStart + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Looks at the entries of the first `count` ids, which the processor fetches together. What it returns has no meaning. */
  touch(ids: Uint32Array, count: number): number {
    const chunks = this.#chunks;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      const { words } = chunks[id >>> entryChunkBits] as EntryChunk;
      seen ^= words[(id & entryMask) * entryWords] as number;
    }
    return seen;
  }

  #word(id: number, word: number): number {
    const { words } = this.#chunks[id >>> entryChunkBits] as EntryChunk;
    return words[(id & entryMask) * entryWords + word] as number;
  }
}
