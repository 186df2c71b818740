/**
 * Typed columns that grow without being copied: a block is added when the last one is full, so that appending to
 * a log of ten million records never stalls the thread, and a reader may look on while it grows.
 */
const blockShift = 13;
const blockLength = 1 << blockShift;
const blockMask = blockLength - 1;

type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

export interface Column {
  readonly length: number;
  get(index: number): number;
  set(index: number, value: number): void;
  push(value: number): void;
}

/**
 * A class of its own for each kind of array: the engine's inline caches stay with one type, which makes reading
 * a column as fast as reading the array.
 */
function columnOf(allocate: (length: number) => Numbers): new () => Column {
  return class implements Column {
    readonly #blocks: Numbers[] = [];
    #length = 0;

    get length(): number {
      return this.#length;
    }

    get(index: number): number {
      return (this.#blocks[index >>> blockShift] as Numbers)[index & blockMask] as number;
    }

    set(index: number, value: number): void {
      (this.#blocks[index >>> blockShift] as Numbers)[index & blockMask] = value;
    }

    push(value: number): void {
      if ((this.#length & blockMask) === 0) this.#blocks.push(allocate(blockLength));
      this.set(this.#length++, value);
    }
  };
}

/** Offsets, lengths, sequence numbers and times: whole numbers to 2^53. */
export const Float64Column = columnOf((length) => new Float64Array(length));
/** Positions in other columns, −1 for none. */
export const Int32Column = columnOf((length) => new Int32Array(length));
export const Uint32Column = columnOf((length) => new Uint32Array(length));
export const Uint8Column = columnOf((length) => new Uint8Array(length));
