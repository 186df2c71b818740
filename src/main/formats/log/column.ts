/**
 * A column of numbers that grows without being copied, so that appending to a log of ten million records never stalls
 * the thread, and a reader may look on while it grows. What has been filled is packed block by block: a block keeps a
 * straight line through its numbers and, in as few bytes as hold them, their distances from it. Positions that rise
 * with the records, numbers that count them, and what is the same for all of them then take next to nothing.
 *
 * Holds whole numbers, −1 and NaN, which stands for none; others too, at 8 bytes each.
 */
export class Column {
  readonly #blocks: Block[] = [];
  /** The block that is being filled. */
  #open = new Float64Array(firstOpenLength);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    const block = this.#blocks[index >>> blockShift];
    const at = index & blockMask;
    return block === undefined ? (this.#open[at] as number) : block.get(at);
  }

  set(index: number, value: number): void {
    const number = index >>> blockShift;
    const at = index & blockMask;
    const block = this.#blocks[number];
    if (block === undefined) this.#open[at] = value;
    else if (!block.put(at, value)) this.#blocks[number] = widened(block, at, value);
  }

  push(value: number): void {
    const at = this.#length & blockMask;
    if (at === this.#open.length) this.#grow();
    this.#open[at] = value;
    this.#length++;
    if (at === blockMask) this.#blocks.push(pack(this.#open, 0));
  }

  /** A short log's columns stay short. */
  #grow(): void {
    const grown = new Float64Array(this.#open.length * 4);
    grown.set(this.#open);
    this.#open = grown;
  }
}

const blockShift = 11;
const blockLength = 1 << blockShift;
const blockMask = blockLength - 1;
const firstOpenLength = 32;

type Distances = Uint8Array | Uint16Array | Uint32Array | Float64Array;
/** Bytes of a distance. */
type Width = 0 | 1 | 2 | 4 | 8;

const widths: readonly Width[] = [0, 1, 2, 4, 8];
/** There is no such distance. */
const noCode = Number.NaN;

/** The number at a place = the line there + its distance. */
class Block {
  readonly width: Width;
  readonly #base: number;
  readonly #slope: number;
  /** The distance that stands for NaN; `noCode` where none does. */
  readonly #nan: number;
  readonly #distances: Distances | null;

  constructor(width: Width, line: { base: number; slope: number; nan: number }) {
    this.width = width;
    this.#base = line.base;
    this.#slope = line.slope;
    this.#nan = line.nan;
    this.#distances = allocate(width);
  }

  get(at: number): number {
    if (this.#distances === null) return this.#base + this.#slope * at;
    const distance = this.#distances[at] as number;
    return distance === this.#nan ? Number.NaN : this.#base + this.#slope * at + distance;
  }

  /** False when the number is too far from the line; nothing has changed then. */
  put(at: number, value: number): boolean {
    if (this.#distances === null) return Object.is(this.get(at), value);
    if (this.width === 8) {
      this.#distances[at] = value;
      return true;
    }
    const isNan = Number.isNaN(value);
    const distance = isNan ? this.#nan : value - this.#base - this.#slope * at;
    if (distance >>> 0 !== distance || distance > farthest(this.width)) return false;
    if (distance === this.#nan && !isNan) return false;
    this.#distances[at] = distance;
    return true;
  }
}

function allocate(width: Width): Distances | null {
  if (width === 0) return null;
  if (width === 1) return new Uint8Array(blockLength);
  if (width === 2) return new Uint16Array(blockLength);
  return width === 4 ? new Uint32Array(blockLength) : new Float64Array(blockLength);
}

const farthest = (width: Width): number => 2 ** (8 * width) - 1;

function pack(values: Float64Array, minWidth: Width): Block {
  const rise = Math.round(((values[blockMask] as number) - (values[0] as number)) / blockMask);
  const flat = lineOf(values, 0, minWidth);
  const block = Number.isFinite(rise) && rise !== 0 ? narrower(flat, lineOf(values, rise, minWidth)) : flat;
  for (let at = 0; at < blockLength; at++) block.put(at, values[at] as number);
  return block;
}

const narrower = (a: Block, b: Block): Block => (b.width < a.width ? b : a);

/** An empty block with a line of this slope that all of the numbers are near enough to. */
function lineOf(values: Float64Array, slope: number, minWidth: Width): Block {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let hasNan = false;
  let whole = true;
  for (let at = 0; at < blockLength; at++) {
    const height = (values[at] as number) - slope * at;
    if (Number.isNaN(height)) hasNan = true;
    else if (!Number.isSafeInteger(height)) whole = false;
    if (height < low) low = height;
    if (height > high) high = height;
  }
  if (low > high && minWidth === 0) return new Block(0, { base: Number.NaN, slope: 0, nan: noCode });
  const codes = high - low + (hasNan ? 1 : 0);
  const width = widths.find((each) => each >= minWidth && each < 8 && codes <= farthest(each));
  if (width === undefined || !whole) return new Block(8, { base: 0, slope: 0, nan: noCode });
  const nan = hasNan ? farthest(width) : noCode;
  return new Block(width, { base: baseFor(low, high, width, minWidth), slope, nan });
}

/** What has changed once will again: numbers that fit are then counted from −1, so that none of them moves the line. */
function baseFor(low: number, high: number, width: Width, minWidth: Width): number {
  return minWidth === 4 && low >= -1 && high < farthest(width) - 2 ? -1 : low;
}

/** The block with one number changed that is too far from its line. */
function widened(block: Block, at: number, value: number): Block {
  const values = new Float64Array(blockLength);
  for (let i = 0; i < blockLength; i++) values[i] = block.get(i);
  values[at] = value;
  return pack(values, widths[widths.indexOf(block.width) + 1] as Width);
}
