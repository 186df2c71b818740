import { EntryChunk, entriesPerChunk, entryChunkBits, entryMask } from './entry-chunk.ts';

/** The chunks of a moment. */
export interface FrozenChunks {
  chunks: readonly EntryChunk[];
  release(): void;
}

/** The words of all entries by id. Of a frozen moment nothing changes: a chunk of it is copied before it is written to. */
export class EntryChunks {
  readonly #chunks: EntryChunk[];
  #freezes = 0;
  #epoch = 0;

  constructor(chunks: EntryChunk[] = []) {
    this.#chunks = chunks;
  }

  get all(): EntryChunk[] {
    return this.#chunks;
  }

  /** The words of the id's chunk, to be read. */
  words(id: number): Uint32Array {
    return (this.#chunks[id >>> entryChunkBits] as EntryChunk).words;
  }

  /** The words of the id's chunk, free to be changed. */
  writable(id: number): Uint32Array {
    const index = id >>> entryChunkBits;
    const chunk = this.#chunks[index] as EntryChunk;
    if (this.#freezes === 0 || chunk.epoch === this.#epoch) return chunk.words;
    const copy = EntryChunk.copy(this.#epoch, chunk);
    this.#chunks[index] = copy;
    return copy.words;
  }

  /** The same for an id that has no entry yet: there is room for it now. */
  writableNew(id: number): Uint32Array {
    const index = id >>> entryChunkBits;
    if (index === this.#chunks.length) this.#chunks.push(EntryChunk.empty(this.#epoch, index === 0));
    const chunk = this.#chunks[index] as EntryChunk;
    if ((id & entryMask) >= chunk.entries) this.#chunks[index] = EntryChunk.grown(this.#epoch, chunk);
    return this.writable(id);
  }

  /** Takes over chunks whose keys have moved by so many bytes in the arena. Returns the id that their first has now. */
  takeOver(chunks: readonly EntryChunk[], movedBy: number): number {
    this.#fillLast();
    const base = this.#chunks.length * entriesPerChunk;
    for (const chunk of chunks) {
      if (movedBy > 0) chunk.moveKeys(movedBy);
      this.#chunks.push(chunk);
    }
    return base;
  }

  /** Gives the last chunk all the entries that the ids before the next one need. */
  #fillLast(): void {
    const last = this.#chunks.length - 1;
    if (last < 0) return;
    let chunk = this.#chunks[last] as EntryChunk;
    while (chunk.entries < entriesPerChunk) chunk = EntryChunk.grown(this.#epoch, chunk);
    this.#chunks[last] = chunk;
  }

  /** The chunks as they are now, at the cost of a copy of each that is changed before they are released. */
  freeze(): FrozenChunks {
    this.#freezes++;
    this.#epoch++;
    let held = true;
    return {
      chunks: this.#chunks.slice(),
      release: () => {
        if (held) this.#freezes--;
        held = false;
      },
    };
  }
}
