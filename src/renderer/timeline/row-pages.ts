interface Page {
  bytes: Uint8Array;
  first: number;
  total: number;
}

interface Chunk<Row> {
  rows: Row[];
  /** Of the content it was read from; behind the current one it is shown until its successor has come. */
  generation: number;
}

/** A decoded page, as row-page.ts makes it. */
interface Decoded<Row> {
  count: number;
  rows(): Row[];
}

const rowsPerChunk = 128;
const maxChunks = 96;
const maxInFlight = 3;

/**
 * Rows of a long list, read in chunks as they come into sight and kept while there is room. Rows that are out of
 * date stay until newer ones have come, so that nothing blinks while writes arrive.
 */
export class RowPages<Row> {
  readonly #load: (first: number, count: number) => Promise<Page>;
  readonly #decode: (bytes: Uint8Array) => Decoded<Row>;
  readonly #chunks = new Map<number, Chunk<Row>>();
  readonly #inFlight = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #wanted: { first: number; last: number }[] = [];
  #generation = 0;
  #version = 0;
  #total: number | null = null;
  #error: unknown = null;

  constructor(
    load: (first: number, count: number) => Promise<Page>,
    decode: (bytes: Uint8Array) => Decoded<Row>,
  ) {
    this.#load = load;
    this.#decode = decode;
  }

  /** Rows in the whole list, as the last page said; null before the first one. */
  get total(): number | null {
    return this.#total;
  }

  /** Why the last read failed; null once one has succeeded. */
  get error(): unknown {
    return this.#error;
  }

  /** Another number whenever something has changed. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The row at `index`, if it has come. */
  get(index: number): Row | undefined {
    const number = Math.floor(index / rowsPerChunk);
    const chunk = this.#chunks.get(number);
    if (!chunk) return undefined;
    // Map order is the order of use: the first is the one to drop.
    this.#chunks.delete(number);
    this.#chunks.set(number, chunk);
    return chunk.rows[index - number * rowsPerChunk];
  }

  /** Says which rows are in sight for one viewer (`slot`): they are read before all others. `last` is exclusive. */
  want(first: number, last: number, slot = 0): void {
    const range = { first: Math.max(0, Math.floor(first)), last: Math.ceil(last) };
    const before = this.#wanted[slot];
    if (before?.first === range.first && before.last === range.last && this.#error === null) return;
    this.#wanted[slot] = range;
    this.#pump();
  }

  /** The content may have changed: rows in sight are read again. `total` as far as it is known. */
  stale(total?: number): void {
    this.#generation += 1;
    if (total !== undefined) this.#total = total;
    this.#pump();
    this.#changed();
  }

  /** The row at `index`, read now if it has not come yet; undefined when there is none. */
  async row(index: number): Promise<Row | undefined> {
    if (index < 0) return undefined;
    const known = this.get(index);
    if (known) return known;
    await this.#read(Math.floor(index / rowsPerChunk));
    return this.get(index);
  }

  #pump(): void {
    for (const range of this.#wanted) {
      if (!range) continue;
      // A list that was empty may not be so any more: its beginning is always read.
      const end = Math.min(range.last, Math.max(1, this.#total ?? range.last));
      for (let number = Math.floor(range.first / rowsPerChunk); number * rowsPerChunk < end; number++) {
        if (this.#inFlight.size >= maxInFlight) return;
        if (this.#chunks.get(number)?.generation === this.#generation || this.#inFlight.has(number)) continue;
        void this.#read(number).then(() => {
          if (this.#error === null) this.#pump();
        });
      }
    }
  }

  async #read(number: number): Promise<void> {
    this.#inFlight.add(number);
    const generation = this.#generation;
    try {
      const rows = await this.#readRows(number * rowsPerChunk, rowsPerChunk);
      this.#chunks.set(number, { rows, generation });
      this.#error = null;
      this.#drop();
    } catch (error) {
      this.#error = error;
    } finally {
      this.#inFlight.delete(number);
      this.#changed();
    }
  }

  /** A page holds as many rows as fit into its bytes, so one chunk may take several. */
  async #readRows(first: number, count: number): Promise<Row[]> {
    const rows: Row[] = [];
    while (rows.length < count) {
      const page = await this.#load(first + rows.length, count - rows.length);
      this.#total = page.total;
      const decoded = this.#decode(page.bytes);
      if (decoded.count === 0) break;
      for (const row of decoded.rows()) rows.push(row);
      if (first + rows.length >= page.total) break;
    }
    return rows;
  }

  #drop(): void {
    for (const number of this.#chunks.keys()) {
      if (this.#chunks.size <= maxChunks) return;
      this.#chunks.delete(number);
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
