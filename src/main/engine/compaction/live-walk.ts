import type { LiveRecords } from './live-records.ts';
import { radixSortPairs } from './radix-sort-pairs.ts';

/** Live records of a segment and where a merge has put them. In the order of their ids, as the index lies in memory. */
export interface MovedRecords extends LiveRecords {
  /** In the merged segment; 0 = not merged, since it had expired. */
  newOffsets: Uint32Array<ArrayBuffer>;
  headLengths: Uint8Array<ArrayBuffer>;
}

/** Walks the live records of a segment beside its records, both in the order of the segment. */
export class LiveWalk {
  readonly moved: MovedRecords;
  /** Offsets in ascending order, and of each its place in `moved`. */
  readonly #offsets: Uint32Array;
  readonly #places: Uint32Array;
  #next = 0;

  constructor(live: LiveRecords) {
    const count = live.ids.length;
    this.moved = { ...live, newOffsets: new Uint32Array(count), headLengths: new Uint8Array(count) };
    const places = new Uint32Array(count);
    for (let place = 0; place < count; place++) places[place] = place;
    const sorted = radixSortPairs(live.offsets.slice(), places);
    this.#offsets = sorted.keys;
    this.#places = sorted.values;
  }

  /** The place in `moved` of the record at this offset if it is live, else -1. Offsets must come in ascending order. */
  take(offset: number): number {
    if (this.#offsets[this.#next] !== offset) return -1;
    return this.#places[this.#next++] as number;
  }

  move(place: number, newOffset: number, headLength: number): void {
    this.moved.newOffsets[place] = newOffset;
    this.moved.headLengths[place] = headLength;
  }

  /** Where a live record should have been that was passed by; null when all have been met. */
  get missed(): number | null {
    return this.#offsets[this.#next] ?? null;
  }
}
