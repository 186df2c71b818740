import { WalscopeError } from '../../../shared/errors.ts';
import { viewOf } from '../format/integers.ts';

const chunkBits = 20;
const chunkBytes = 1 << chunkBits;
const offsetMask = chunkBytes - 1;
/** The first chunk begins small and doubles: most stores are. */
const firstChunkBytes = 4 * 1024;
/** Positions are 32 bits: 4 GiB of keys. */
const maxChunks = 4096;
const noBytes = new Uint8Array(0);

/** The chunks as they lie in memory; those that hold no key any more are empty. */
export interface ArenaImage {
  chunks: Uint8Array[];
  /** Bytes of keys in use in each chunk. */
  used: number[];
  /** The chunk that keys are added to, at `fill`; -1 before the first key. */
  current: number;
  fill: number;
}

/** The bytes of all keys, in chunks whose bytes never change: a frozen view can keep a chunk, whatever comes later. */
export class KeyArena {
  readonly #chunks: Uint8Array[];
  /** Bytes of keys in use in each chunk. */
  readonly #used: number[];
  #current: number;
  #fill: number;
  #usedBytes: number;
  #view = viewOf(noBytes);

  constructor({ chunks, used, current, fill }: ArenaImage = { chunks: [], used: [], current: -1, fill: 0 }) {
    this.#chunks = chunks;
    this.#used = used;
    this.#current = current;
    this.#fill = fill;
    this.#usedBytes = used.reduce((sum, bytes) => sum + bytes, 0);
  }

  get image(): ArenaImage {
    return { chunks: [...this.#chunks], used: [...this.#used], current: this.#current, fill: this.#fill };
  }

  /** Copies the key in and returns its position. No key is longer than a chunk. */
  add(bytes: Uint8Array, start: number, length: number): number {
    const position = this.take(length);
    const chunk = this.#chunks[this.#current] as Uint8Array;
    const offset = offsetInChunk(position);
    // Short keys are the rule: a loop is faster than the view that set() would need.
    for (let i = 0; i < length; i++) chunk[offset + i] = bytes[start + i] as number;
    return position;
  }

  /** The position of room for a key, whose bytes the caller puts into `currentView`. */
  take(length: number): number {
    const position = this.next(length);
    this.advance(length);
    return position;
  }

  /** The position of the next key, for which there is room now, and room for more as `left` says. */
  next(length: number): number {
    if (this.#current < 0 || this.#fill + length > chunkBytes) this.#beginChunk(length);
    this.#makeRoom(this.#fill + length);
    return this.#current * chunkBytes + this.#fill;
  }

  /** Bytes from there to the end of the chunk. */
  get left(): number {
    return (this.#chunks[this.#current] as Uint8Array).length - this.#fill;
  }

  /** Keys have been put there. */
  advance(length: number): void {
    this.#fill += length;
    this.#used[this.#current]! += length;
    this.#usedBytes += length;
  }

  /** The chunk that the last position was in. */
  get currentView(): DataView {
    const chunk = this.#chunks[this.#current] as Uint8Array;
    if (this.#view.buffer !== chunk.buffer) this.#view = viewOf(chunk);
    return this.#view;
  }

  /** Whether so many chunks more leave room for as many again. */
  hasRoomFor(chunks: number): boolean {
    return this.#chunks.length + chunks <= maxChunks / 2;
  }

  /** Takes over the chunks of another arena. Returns by how much the positions of their keys grow. */
  takeOver({ chunks, used, current, fill }: ArenaImage): number {
    const before = this.#chunks.length;
    this.#chunks.push(...chunks);
    this.#used.push(...used);
    this.#usedBytes += used.reduce((sum, bytes) => sum + bytes, 0);
    if (before === 0) {
      this.#current = current;
      this.#fill = fill;
    }
    return before * chunkBytes;
  }

  remove(position: number, length: number): void {
    const chunk = position >>> chunkBits;
    this.#used[chunk]! -= length;
    this.#usedBytes -= length;
    if (this.#used[chunk] === 0 && chunk !== this.#current) this.#chunks[chunk] = noBytes;
  }

  /** The chunks of now, for a view that goes on reading keys whatever is removed meanwhile. */
  freeze(): readonly Uint8Array[] {
    return this.#chunks.slice();
  }

  get chunks(): readonly Uint8Array[] {
    return this.#chunks;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** All memory that is held, whether there are keys in it or not. */
  get heldBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** For each chunk whether it is worth emptying: less than half of it is in use. */
  sparseChunks(): Uint8Array {
    return Uint8Array.from(this.#chunks, (chunk, i) =>
      chunk.length > 0 && i !== this.#current && (this.#used[i] as number) < chunk.length / 2 ? 1 : 0,
    );
  }

  /** Grows the current chunk if it began small. */
  #makeRoom(bytes: number): void {
    const chunk = this.#chunks[this.#current] as Uint8Array;
    if (bytes <= chunk.length) return;
    const grown = new Uint8Array(Math.min(chunkBytes, Math.max(bytes, 2 * chunk.length)));
    grown.set(chunk);
    this.#chunks[this.#current] = grown;
  }

  #beginChunk(bytes: number): void {
    const emptied = this.#chunks.findIndex((chunk) => chunk.length === 0);
    if (emptied < 0 && this.#chunks.length >= maxChunks) {
      throw new WalscopeError('TOO_LARGE', 'The keys of this store take more than 4 GiB of memory.');
    }
    const length = this.#chunks.length === 0 ? Math.max(bytes, firstChunkBytes) : chunkBytes;
    this.#current = emptied < 0 ? this.#chunks.length : emptied;
    this.#chunks[this.#current] = new Uint8Array(length);
    this.#used[this.#current] = 0;
    this.#fill = 0;
  }
}

export const chunkOf = (position: number): number => position >>> chunkBits;
export const offsetInChunk = (position: number): number => position & offsetMask;
