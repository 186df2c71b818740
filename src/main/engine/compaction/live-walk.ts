import type { LiveIds, LiveRecords, LiveSeqs } from './live-records.ts';
import { radixSortPairs } from './radix-sort-pairs.ts';

/** Live records of a segment and where a merge has put them. */
export type MovedRecords = MovedIds | MovedSeqs;

/** In the order of their ids, as the index lies in memory. */
export interface MovedIds extends LiveIds {
  /** In the merged segment; 0 = not merged, since it had expired. */
  newOffsets: Uint32Array<ArrayBuffer>;
  headLengths: Uint8Array<ArrayBuffer>;
  /** Of those that were patches and are whole now, by their place: how long their values are. */
  wholeLengths: Map<number, number>;
}

/** Sorted. Their sequence numbers stay theirs: nothing but how long they are has changed. */
export interface MovedSeqs extends LiveSeqs {
  /** In the merged segment; 0 = not merged, since it had expired. */
  lengths: Uint32Array<ArrayBuffer>;
}

export const isBySeq = (moved: MovedRecords): moved is MovedSeqs => 'seqs' in moved;
export const isById = (moved: MovedRecords): moved is MovedIds => 'ids' in moved;

/** Walks the live records of a segment beside its records, both in the order of the segment. */
export interface LiveWalk {
  readonly moved: MovedRecords;
  /** The place in `moved` of a record if it is live, else -1. Records must come in the order of the segment. */
  take(offset: number, seq: number): number;
  /** The record has gone to the merged segment. */
  move(place: number, newOffset: number, headLength: number, length: number): void;
  /** It was a patch, and has gone there as a value of so many bytes. */
  becameWhole(place: number, valueLength: number): void;
  /** Where a live record should have been that was passed by; null when all have been met. */
  readonly missed: number | null;
}

export const liveWalk = (live: LiveRecords): LiveWalk =>
  'seqs' in live ? new SeqWalk(live) : new IdWalk(live);

class IdWalk implements LiveWalk {
  readonly moved: MovedIds;
  /** Offsets in ascending order, and of each its place in `moved`. */
  readonly #offsets: Uint32Array;
  readonly #places: Uint32Array;
  #next = 0;

  constructor(live: LiveIds) {
    const count = live.ids.length;
    this.moved = {
      ...live,
      newOffsets: new Uint32Array(count),
      headLengths: new Uint8Array(count),
      wholeLengths: new Map(),
    };
    const places = new Uint32Array(count);
    for (let place = 0; place < count; place++) places[place] = place;
    const sorted = radixSortPairs(live.offsets.slice(), places);
    this.#offsets = sorted.keys;
    this.#places = sorted.values;
  }

  take(offset: number): number {
    if (this.#offsets[this.#next] !== offset) return -1;
    return this.#places[this.#next++] as number;
  }

  move(place: number, newOffset: number, headLength: number): void {
    this.moved.newOffsets[place] = newOffset;
    this.moved.headLengths[place] = headLength;
  }

  becameWhole(place: number, valueLength: number): void {
    this.moved.wholeLengths.set(place, valueLength);
  }

  get missed(): number | null {
    return this.#offsets[this.#next] ?? null;
  }
}

class SeqWalk implements LiveWalk {
  readonly moved: MovedSeqs;
  #next = 0;
  #offset = 0;
  #missed: number | null = null;

  constructor({ segment, seqs }: LiveSeqs) {
    this.moved = { segment, seqs: seqs.sort(), lengths: new Uint32Array(seqs.length) };
  }

  take(offset: number, seq: number): number {
    this.#offset = offset;
    const next = this.moved.seqs[this.#next];
    if (next === seq) return this.#next++;
    // Records come in the order of their numbers: what has been passed does not come any more.
    if (next !== undefined && next < seq) this.#missed ??= offset;
    return -1;
  }

  move(place: number, _newOffset: number, _headLength: number, length: number): void {
    this.moved.lengths[place] = length;
  }

  becameWhole(): void {
    // All that is known of a record but its length is read from it.
  }

  get missed(): number | null {
    return this.#next < this.moved.seqs.length ? (this.#missed ?? this.#offset) : null;
  }
}
