/** Keys end to end in one buffer, so that a million of them are compared without an object for each. */
export class KeyArena {
  readonly #starts: Float64Array;
  #bytes: Uint8Array;
  #count = 0;
  #end = 0;

  constructor(capacity: number) {
    this.#starts = new Float64Array(capacity + 1);
    this.#bytes = new Uint8Array(Math.max(64, capacity * 16));
  }

  /** The key's place is the number of keys added before it. */
  add(key: Uint8Array): void {
    if (this.#end + key.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + key.length));
      grown.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = grown;
    }
    this.#bytes.set(key, this.#end);
    this.#end += key.length;
    this.#starts[++this.#count] = this.#end;
  }

  /** Byte order of the keys at two places. */
  compare(a: number, b: number): number {
    const bytes = this.#bytes;
    let left = this.#starts[a] as number;
    let right = this.#starts[b] as number;
    const leftEnd = this.#starts[a + 1] as number;
    const rightEnd = this.#starts[b + 1] as number;
    while (left < leftEnd && right < rightEnd) {
      const difference = (bytes[left++] as number) - (bytes[right++] as number);
      if (difference !== 0) return difference;
    }
    return leftEnd - left - (rightEnd - right);
  }
}
