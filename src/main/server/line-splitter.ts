const newline = 10;

/** Cuts a stream of bytes into lines, however the network has cut it. Lines come without their newline. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #begun: Uint8Array[] = [];
  #begunBytes = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** True once a line has become longer than the limit: nothing after it can be told apart any more. */
  get overflown(): boolean {
    return this.#begunBytes > this.#maxLineBytes;
  }

  /** The lines that end in `chunk`, up to one that is too long. */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      if (this.overflown) return;
      start = end + 1;
      yield this.#take();
    }
    this.#keep(chunk.subarray(start));
  }

  /** What stands after the last newline when the stream ends; null when nothing does. */
  rest(): Uint8Array | null {
    return this.#begunBytes === 0 ? null : this.#take();
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#begun.push(part);
    this.#begunBytes += part.length;
  }

  #take(): Uint8Array {
    const [only] = this.#begun;
    const line = this.#begun.length === 1 && only ? only : Buffer.concat(this.#begun);
    this.#begun = [];
    this.#begunBytes = 0;
    return line;
  }
}
