import { frameHeaderLength } from '../format/frame.ts';
import { never } from '../index/entry-chunk.ts';

/**
 * Where one record in so many bytes lies is noted, and of long ones one in so many; those behind it are found by their
 * lengths.
 */
const stretchBytes = 2048;
const stretchRecords = 4;
const firstStretches = 16;
/** Room is what most of a map would be if it doubled. */
const growth = 1.25;

/** The map of a segment without gaps as it is handed from one thread to another. */
export interface RecordPlaces {
  /** Of each stretch, its first record. */
  seqs: Float64Array<ArrayBuffer>;
  offsets: Uint32Array<ArrayBuffer>;
  /** Of each stretch the earliest deadline, ms since 1970, or `never`; null when there is none in the segment. */
  deadlines: Float64Array<ArrayBuffer> | null;
  /** Where the last record ends. */
  end: number;
}

/**
 * Where the records of a segment lie, by sequence number: of each stretch of the file its first record. In a stretch
 * records and frames follow each other without a gap; behind one a new stretch begins.
 */
export class RecordMap {
  #seqs: Float64Array<ArrayBuffer>;
  #offsets: Uint32Array<ArrayBuffer>;
  #deadlines: Float64Array<ArrayBuffer> | null;
  #stretches: number;
  #end: number;
  /** In the last stretch. */
  #records = 0;
  /** Where stretches end that a gap comes after: damage that was accepted. */
  readonly #gaps = new Map<number, number>();
  #isApart = false;

  constructor(places: RecordPlaces | null = null) {
    this.#seqs = places?.seqs ?? new Float64Array(firstStretches);
    this.#offsets = places?.offsets ?? new Uint32Array(firstStretches);
    this.#deadlines = places?.deadlines ?? null;
    this.#stretches = places?.seqs.length ?? 0;
    this.#end = places?.end ?? 0;
  }

  /** In memory of its own, with no room behind it. */
  get places(): RecordPlaces {
    const stretches = this.#stretches;
    return {
      seqs: this.#seqs.slice(0, stretches),
      offsets: this.#offsets.slice(0, stretches),
      deadlines: this.#deadlines?.slice(0, stretches) ?? null,
      end: this.#end,
    };
  }

  get stretches(): number {
    return this.#stretches;
  }

  get hasDeadlines(): boolean {
    return this.#deadlines !== null;
  }

  get memoryBytes(): number {
    return this.#seqs.byteLength + this.#offsets.byteLength + (this.#deadlines?.byteLength ?? 0);
  }

  /** Sequence number of the first record of a stretch. */
  seqAt(stretch: number): number {
    return this.#seqs[stretch] as number;
  }

  offsetAt(stretch: number): number {
    return this.#offsets[stretch] as number;
  }

  /** The records of a stretch begin before this offset. */
  limitAt(stretch: number): number {
    if (stretch + 1 === this.#stretches) return this.#end;
    return this.#gaps.get(stretch) ?? (this.#offsets[stretch + 1] as number);
  }

  /** ms since 1970, or `never`: no key of the stretch expires before. */
  deadlineAt(stretch: number): number {
    return this.#deadlines?.[stretch] ?? never;
  }

  setDeadline(stretch: number, expireAt: number): void {
    if (this.#deadlines !== null) this.#deadlines[stretch] = expireAt;
  }

  /** The stretch in which the record with this sequence number must be; -1 when it lies before all. */
  stretchOf(seq: number): number {
    let low = 0;
    let high = this.#stretches;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] as number) <= seq) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The next record is not to be found by those before it. */
  apart(): void {
    this.#isApart = true;
  }

  /** The next record, in the order of the segment. Deletes are records too; `expireAt` may be `never`. */
  note(offset: number, length: number, seq: number, expireAt: number): void {
    const last = this.#stretches - 1;
    const follows = offset === this.#end || offset === this.#end + frameHeaderLength;
    const isApart = this.#isApart || !follows;
    if (isApart && last >= 0) this.#gaps.set(last, this.#end);
    if (last < 0 || isApart || this.#isLong(offset - this.offsetAt(last))) this.#begin(offset, seq);
    this.#records++;
    this.#isApart = false;
    this.#end = offset + length;
    if (expireAt === never) return;
    this.#deadlines ??= new Float64Array(this.#seqs.length).fill(never);
    const stretch = this.#stretches - 1;
    if (expireAt < this.deadlineAt(stretch)) this.#deadlines[stretch] = expireAt;
  }

  #isLong(bytes: number): boolean {
    return bytes >= stretchBytes && this.#records >= stretchRecords;
  }

  #begin(offset: number, seq: number): void {
    this.#records = 0;
    const at = this.#stretches++;
    if (at === this.#seqs.length) this.#grow();
    this.#offsets[at] = offset;
    this.#seqs[at] = seq;
  }

  #grow(): void {
    const length = Math.ceil(this.#seqs.length * growth) + firstStretches;
    const seqs = new Float64Array(length);
    seqs.set(this.#seqs);
    const offsets = new Uint32Array(length);
    offsets.set(this.#offsets);
    this.#seqs = seqs;
    this.#offsets = offsets;
    if (this.#deadlines === null) return;
    const deadlines = new Float64Array(length).fill(never);
    deadlines.set(this.#deadlines);
    this.#deadlines = deadlines;
  }
}
