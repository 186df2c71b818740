/**
 * Short strings of the cache as bytes, outside of the heap: to overwrite one costs no object, and the garbage collector
 * has nothing to follow or to move. Memory is taken in chunks, each cut into places of one size; a chunk whose places
 * are all free is given back.
 */

/** Longer ones are worth an object of their own. Bytes. */
export const maxPlacedBytes = 4096;

const chunkBits = 16;
const chunkBytes = 1 << chunkBits;
/** Places begin at multiples of it, so that their numbers stay small. */
const unitBits = 5;
const unitBytes = 1 << unitBits;
const unitsOfChunkBits = chunkBits - unitBits;
const unitsOfChunk = 1 << unitsOfChunkBits;
/** Up to this length sizes grow unit by unit, beyond it in steps of so many units. */
const finelyCutBytes = 1024;
const coarseUnits = 8;

interface Chunk {
  bytes: Buffer;
  /** The same memory: a free place begins with the next free one of its chunk. */
  view: DataView;
  /** Of each place. */
  units: number;
  used: number;
  /** The first unit of a place that was given back; `unitsOfChunk` = none. */
  free: number;
  /** The first unit that has not been used yet. */
  fresh: number;
}

export class ValueMemory {
  readonly #chunks: (Chunk | null)[] = [];
  readonly #freeNumbers: number[] = [];
  /** By size in units: the chunks with room. */
  readonly #roomy: number[][] = [];
  #held = 0;

  /** Memory taken, used or not. Bytes. */
  get bytes(): number {
    return this.#held * chunkBytes;
  }

  /** A place for so many bytes, at most `maxPlacedBytes`. */
  take(length: number): number {
    const units = unitsFor(length);
    const roomy = this.#roomyOf(units);
    const number = roomy.length > 0 ? (roomy[roomy.length - 1] as number) : this.#begin(units, roomy);
    const chunk = this.#chunks[number] as Chunk;
    let unit = chunk.free;
    if (unit !== unitsOfChunk) chunk.free = chunk.view.getUint32(unit << unitBits);
    else {
      unit = chunk.fresh;
      chunk.fresh += units;
    }
    chunk.used++;
    if (isFull(chunk)) roomy.pop();
    return number * unitsOfChunk + unit;
  }

  /** The place may be given to others from here on. */
  giveBack(place: number): void {
    const number = place >>> unitsOfChunkBits;
    const unit = place & (unitsOfChunk - 1);
    const chunk = this.#chunks[number] as Chunk;
    const roomy = this.#roomyOf(chunk.units);
    if (isFull(chunk)) roomy.push(number);
    chunk.view.setUint32(unit << unitBits, chunk.free);
    chunk.free = unit;
    chunk.used--;
    if (chunk.used > 0) return;
    roomy.splice(roomy.lastIndexOf(number), 1);
    this.#chunks[number] = null;
    this.#freeNumbers.push(number);
    this.#held--;
  }

  /** Whether a value of the one length can take the place of one of the other. */
  fits(length: number, other: number): boolean {
    return unitsFor(length) === unitsFor(other);
  }

  /** The memory that a place lies in: its bytes are from `startOf` on. */
  bytesOf(place: number): Buffer {
    return (this.#chunks[place >>> unitsOfChunkBits] as Chunk).bytes;
  }

  /** A view of the same memory. */
  viewOf(place: number): DataView {
    return (this.#chunks[place >>> unitsOfChunkBits] as Chunk).view;
  }

  startOf(place: number): number {
    return (place & (unitsOfChunk - 1)) << unitBits;
  }

  #roomyOf(units: number): number[] {
    const known = this.#roomy[units];
    if (known) return known;
    const roomy: number[] = [];
    this.#roomy[units] = roomy;
    return roomy;
  }

  #begin(units: number, roomy: number[]): number {
    const number = this.#freeNumbers.pop() ?? this.#chunks.length;
    const memory = new ArrayBuffer(chunkBytes);
    const bytes = Buffer.from(memory);
    const view = new DataView(memory);
    this.#chunks[number] = { bytes, view, units, used: 0, free: unitsOfChunk, fresh: 0 };
    this.#held++;
    roomy.push(number);
    return number;
  }
}

function unitsFor(length: number): number {
  if (length <= finelyCutBytes) return Math.max(1, (length + unitBytes - 1) >> unitBits);
  return Math.ceil(length / (coarseUnits * unitBytes)) * coarseUnits;
}

const isFull = ({ free, fresh, units }: Chunk): boolean =>
  free === unitsOfChunk && fresh + units > unitsOfChunk;
