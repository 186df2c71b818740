import type { WalscopeError } from '../../../shared/errors.ts';
import { asWalscopeError } from '../commit/failures.ts';
import type { Segment } from '../segments/segment.ts';

/** What is read at once unless more is needed, in bytes: a stretch of short records, and the last one's key. */
const windowBytes = 2304;

/** Fills `target` from `offset` of the segment on; returns how many bytes were there. */
export type ReadSegment = (segment: Segment, target: Uint8Array, offset: number) => number;

export const fromFile: ReadSegment = (segment, target, offset) => segment.handle.readSync(target, offset);

/** A piece of a segment in memory, which moves to where it is looked at. */
export class RecordWindow {
  bytes = new Uint8Array(windowBytes);
  /** So many of them are of the segment. */
  length = 0;
  #segment: Segment | null = null;
  #read: ReadSegment = fromFile;
  #from = 0;

  /** From here on all is read from this segment. */
  open(segment: Segment, read: ReadSegment): void {
    this.#segment = segment;
    this.#read = read;
    this.length = 0;
  }

  /** Reads a longer piece, without holding up the thread. Throws IO. */
  async load(from: number, to: number): Promise<void> {
    const segment = this.#opened;
    if (this.bytes.length < to - from) this.bytes = new Uint8Array(to - from);
    this.#from = from;
    this.length = 0;
    try {
      this.length = await segment.handle.read(this.bytes.subarray(0, to - from), from);
    } catch (error) {
      throw unreadable(segment, from, error);
    }
  }

  /**
   * Where in `bytes` the byte at `offset` lies; from there on at least `needed` are there, if the segment has them.
   * Throws IO.
   */
  at(offset: number, needed: number): number {
    if (offset < this.#from || offset + needed > this.#from + this.length) this.#fill(offset, needed);
    return offset - this.#from;
  }

  #fill(offset: number, needed: number): void {
    const segment = this.#opened;
    const wanted = Math.max(windowBytes, needed);
    if (this.bytes.length < wanted) this.bytes = new Uint8Array(wanted);
    const target = this.bytes.length === wanted ? this.bytes : this.bytes.subarray(0, wanted);
    this.#from = offset;
    this.length = 0;
    try {
      this.length = this.#read(segment, target, offset);
    } catch (error) {
      throw unreadable(segment, offset, error);
    }
  }

  get #opened(): Segment {
    if (this.#segment === null) throw new Error('a window on no segment');
    return this.#segment;
  }
}

const unreadable = ({ name }: Segment, offset: number, error: unknown): WalscopeError =>
  asWalscopeError(error, `Reading ${name} at byte ${offset}`);
