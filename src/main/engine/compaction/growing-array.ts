type NumberArray = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const firstLength = 1024;

/** A typed array that doubles when it is full. */
export class GrowingArray<T extends NumberArray> {
  readonly #make: (length: number) => T;
  #array: T;
  #length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#array = make(firstLength);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#array.length) this.#reserve(1);
    this.#array[this.#length++] = value;
  }

  /** Appends source[start, end). */
  append(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    let at = this.#length;
    // Keys are short: a loop is faster than a view and set().
    for (let i = start; i < end; i++) this.#array[at++] = source[i] as number;
    this.#length = at;
  }

  /** What has been pushed; good until the next push. */
  get values(): T {
    return this.#array.subarray(0, this.#length) as T;
  }

  /** What has been pushed, in memory of its own size. */
  copy(): T {
    return this.#array.slice(0, this.#length) as T;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#array.length) return;
    const grown = this.#make(Math.max(this.#length + more, 2 * this.#array.length));
    grown.set(this.#array);
    this.#array = grown;
  }
}

export const growingU8 = (): GrowingArray<Uint8Array<ArrayBuffer>> =>
  new GrowingArray((length) => new Uint8Array(length));
export const growingU32 = (): GrowingArray<Uint32Array<ArrayBuffer>> =>
  new GrowingArray((length) => new Uint32Array(length));
export const growingF64 = (): GrowingArray<Float64Array<ArrayBuffer>> =>
  new GrowingArray((length) => new Float64Array(length));
