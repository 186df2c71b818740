import type { IndexColumns } from '../index/index-columns.ts';
import type { Slicer } from '../scan/slicer.ts';
import { radixSortPairs } from './radix-sort-pairs.ts';

/** The records of one segment that are the newest of their keys, as the index knows them; in no order. */
export interface LiveRecords {
  segment: number;
  /** Where they begin in the segment. */
  offsets: Uint32Array<ArrayBuffer>;
  /** Their ids in the index. */
  ids: Uint32Array<ArrayBuffer>;
}

/** What `columns`, which must be frozen, says of each of these segments. */
export async function liveRecords(
  columns: IndexColumns,
  segments: readonly number[],
  slicer: Slicer,
): Promise<LiveRecords[]> {
  const counts = new Map(segments.map((segment) => [segment, 0]));
  await eachLive(columns, slicer, (segment) => {
    const count = counts.get(segment);
    if (count !== undefined) counts.set(segment, count + 1);
  });
  const found = segments.map((segment) => ({
    segment,
    offsets: new Uint32Array(counts.get(segment) as number),
    ids: new Uint32Array(counts.get(segment) as number),
  }));
  const fills = new Map(found.map((live) => [live.segment, { live, used: 0 }]));
  await eachLive(columns, slicer, (segment, id) => {
    const fill = fills.get(segment);
    if (fill === undefined) return;
    fill.live.offsets[fill.used] = columns.offset(id);
    fill.live.ids[fill.used++] = id;
  });
  return found;
}

async function eachLive(
  columns: IndexColumns,
  slicer: Slicer,
  visit: (segment: number, id: number) => void,
): Promise<void> {
  for (let id = 0; id < columns.capacity; id++) {
    if (columns.holdsKey(id)) visit(columns.segment(id), id);
    if (slicer.due()) await slicer.yield();
  }
}

/** Walks the live records of a segment beside its records, both in the order of the segment. */
export class LiveWalk {
  readonly #offsets: Uint32Array;
  readonly #ids: Uint32Array;
  #next = 0;

  constructor({ offsets, ids }: LiveRecords) {
    const sorted = radixSortPairs(offsets, ids);
    this.#offsets = sorted.keys;
    this.#ids = sorted.values;
  }

  /** The id of the record at this offset if it is live, else -1. Offsets must come in ascending order. */
  take(offset: number): number {
    if (this.#offsets[this.#next] !== offset) return -1;
    return this.#ids[this.#next++] as number;
  }

  /** Where a live record should have been that was passed by; null when all have been met. */
  get missed(): number | null {
    return this.#offsets[this.#next] ?? null;
  }
}
