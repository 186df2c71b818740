import { WalscopeError } from '../../../shared/errors.ts';

const chunkBits = 20;
const chunkBytes = 1 << chunkBits;
const inChunk = chunkBytes - 1;
/** Addresses are 32 bits wide. */
const maxChunks = 2 ** (32 - chunkBits);
/** Before each key: the id it belongs to and its length, both u32. */
const slotHead = 8;
/** A chunk of which less than this share is in use is emptied into the newest one. */
const sparse = 0.25;
const deadSlot = 0xffff_ffff;

interface Chunk {
  bytes: Uint8Array;
  words: DataView;
  end: number;
  live: number;
}

/**
 * The bytes of all keys, in chunks of 1 MiB. A key's address stays until its chunk is emptied, which `moved` tells;
 * bytes that were handed out stay as they were, since an emptied chunk is left to the garbage collector.
 */
export class KeyArena {
  readonly #chunks: (Chunk | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #moved: (id: number, address: number) => void;
  #current = -1;
  #emptying = false;

  constructor(moved: (id: number, address: number) => void) {
    this.#moved = moved;
  }

  /** Copies bytes[start, end) and returns its address. */
  add(id: number, bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const size = slotHead + length;
    let chunk = this.#chunks[this.#current];
    if (chunk === undefined || chunk.end + size > chunkBytes) {
      chunk = this.#begin();
      this.#chunks[this.#current] = chunk;
    }
    const at = chunk.end;
    chunk.words.setUint32(at, id, true);
    chunk.words.setUint32(at + 4, length, true);
    chunk.bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at + slotHead);
    chunk.end += size;
    chunk.live += size;
    return this.#current * chunkBytes + at;
  }

  /** Gives a key's bytes back. */
  drop(address: number): void {
    const index = Math.floor(address / chunkBytes);
    const chunk = this.#chunks[index] as Chunk;
    const at = address & inChunk;
    chunk.live -= slotHead + chunk.words.getUint32(at + 4, true);
    chunk.words.setUint32(at, deadSlot, true);
    if (index !== this.#current && !this.#emptying && chunk.live < chunkBytes * sparse)
      this.#empty(index, chunk);
  }

  length(address: number): number {
    return this.#chunk(address).words.getUint32((address & inChunk) + 4, true);
  }

  /** The key's bytes, not copied: do not write to them. */
  key(address: number): Uint8Array {
    const chunk = this.#chunk(address);
    const at = (address & inChunk) + slotHead;
    return chunk.bytes.subarray(at, at + chunk.words.getUint32(at - 4, true));
  }

  /** The byte at `depth` of the key, or -1 behind its end. */
  byteAt(address: number, depth: number): number {
    const chunk = this.#chunk(address);
    const at = address & inChunk;
    if (depth >= chunk.words.getUint32(at + 4, true)) return -1;
    return chunk.bytes[at + slotHead + depth] as number;
  }

  equals(address: number, bytes: Uint8Array, start: number, end: number): boolean {
    const chunk = this.#chunk(address);
    const at = address & inChunk;
    if (chunk.words.getUint32(at + 4, true) !== end - start) return false;
    const own = chunk.bytes;
    for (let i = start, j = at + slotHead; i < end; i++, j++) if (own[j] !== bytes[i]) return false;
    return true;
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + (chunk === undefined ? 0 : chunkBytes), 0);
  }

  #chunk(address: number): Chunk {
    return this.#chunks[Math.floor(address / chunkBytes)] as Chunk;
  }

  #begin(): Chunk {
    const index = this.#free.pop() ?? this.#chunks.length;
    if (index >= maxChunks) {
      throw new WalscopeError(
        'TOO_LARGE',
        'The keys of a store take at most 4 GiB: split them over two directories.',
      );
    }
    this.#current = index;
    const bytes = new Uint8Array(chunkBytes);
    return { bytes, words: new DataView(bytes.buffer), end: 0, live: 0 };
  }

  #empty(index: number, chunk: Chunk): void {
    this.#emptying = true;
    for (let at = 0; at < chunk.end; ) {
      const id = chunk.words.getUint32(at, true);
      const length = chunk.words.getUint32(at + 4, true);
      const start = at + slotHead;
      if (id !== deadSlot) this.#moved(id, this.add(id, chunk.bytes, start, start + length));
      at = start + length;
    }
    this.#chunks[index] = undefined;
    this.#free.push(index);
    this.#emptying = false;
  }
}
