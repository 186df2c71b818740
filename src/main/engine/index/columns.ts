/** Entries of one chunk. Columns grow by a chunk at a time: nothing is ever copied. */
const chunkBits = 14;
const chunkEntries = 1 << chunkBits;
const inChunk = chunkEntries - 1;

type NumberArray = Uint8Array | Uint32Array | Float64Array;

/** A growing column of numbers. Chunks are made when something other than 0 is first written to them. */
export class Column {
  readonly #chunks: (NumberArray | undefined)[] = [];
  readonly #make: (length: number) => NumberArray;

  constructor(make: (length: number) => NumberArray) {
    this.#make = make;
  }

  get(id: number): number {
    const chunk = this.#chunks[id >>> chunkBits];
    return chunk === undefined ? 0 : (chunk[id & inChunk] as number);
  }

  set(id: number, value: number): void {
    const index = id >>> chunkBits;
    let chunk = this.#chunks[index];
    if (chunk === undefined) {
      if (value === 0) return;
      chunk = this.#make(chunkEntries);
      this.#chunks[index] = chunk;
    }
    chunk[id & inChunk] = value;
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
  }
}

export const u8Column = (): Column => new Column((length) => new Uint8Array(length));
export const u32Column = (): Column => new Column((length) => new Uint32Array(length));
export const f64Column = (): Column => new Column((length) => new Float64Array(length));
