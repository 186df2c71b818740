import { type EntryChunk, entriesPerChunk, entryChunkBits, entryMask, noKey } from './entry-chunk.ts';
import { chunkOf, offsetInChunk } from './key-arena.ts';

/** The columns of an index, read by id. Of a frozen one nothing changes any more. */
export class IndexColumns {
  readonly #chunks: readonly EntryChunk[];
  readonly #keys: readonly Uint8Array[];

  constructor(chunks: readonly EntryChunk[], keys: readonly Uint8Array[]) {
    this.#chunks = chunks;
    this.#keys = keys;
  }

  /** Ids run from 0 to this; not all of them hold a key. */
  get capacity(): number {
    return this.#chunks.length * entriesPerChunk;
  }

  chunk(id: number): EntryChunk {
    return this.#chunks[id >>> entryChunkBits] as EntryChunk;
  }

  holdsKey(id: number): boolean {
    return this.chunk(id).seq[id & entryMask] !== noKey;
  }

  seq(id: number): number {
    return this.chunk(id).seq[id & entryMask] as number;
  }

  segment(id: number): number {
    return this.chunk(id).segment[id & entryMask] as number;
  }

  offset(id: number): number {
    return this.chunk(id).offset[id & entryMask] as number;
  }

  headLength(id: number): number {
    return this.chunk(id).headLength[id & entryMask] as number;
  }

  valueLength(id: number): number {
    return this.chunk(id).valueLength[id & entryMask] as number;
  }

  type(id: number): number {
    return this.chunk(id).type[id & entryMask] as number;
  }

  /** ms since 1970, or `never`. */
  expireAt(id: number): number {
    return this.chunk(id).expireAt[id & entryMask] as number;
  }

  hash(id: number): number {
    return this.chunk(id).hash[id & entryMask] as number;
  }

  keyLength(id: number): number {
    return this.chunk(id).keyLength[id & entryMask] as number;
  }

  recordLength(id: number): number {
    const chunk = this.chunk(id);
    const at = id & entryMask;
    return (
      (chunk.headLength[at] as number) + (chunk.keyLength[at] as number) + (chunk.valueLength[at] as number)
    );
  }

  /** The bytes in which the key lies, from `keyStart` on. */
  keyBytes(id: number): Uint8Array {
    return this.#keys[chunkOf(this.chunk(id).keyAt[id & entryMask] as number)] as Uint8Array;
  }

  keyStart(id: number): number {
    return offsetInChunk(this.chunk(id).keyAt[id & entryMask] as number);
  }

  /** A copy of the key. */
  key(id: number): Uint8Array {
    const start = this.keyStart(id);
    return this.keyBytes(id).slice(start, start + this.keyLength(id));
  }
}
