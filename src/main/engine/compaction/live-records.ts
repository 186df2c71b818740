import type { IndexColumns } from '../index/index-columns.ts';
import type { Slicer } from '../scan/slicer.ts';

/** The records of one segment that are the newest of their keys, as the index knows them. */
export type LiveRecords = LiveIds | LiveSeqs;

/** By where they lie, in the order of their ids. */
export interface LiveIds {
  segment: number;
  /** Where they begin in the segment. */
  offsets: Uint32Array<ArrayBuffer>;
  /** Their ids in the index. */
  ids: Uint32Array<ArrayBuffer>;
}

/** By their sequence numbers, in no order. */
export interface LiveSeqs {
  segment: number;
  seqs: Float64Array<ArrayBuffer>;
}

/** What `columns`, which must be frozen, says of each of these segments. */
export async function liveRecords(
  columns: IndexColumns,
  segments: readonly number[],
  slicer: Slicer,
): Promise<LiveIds[]> {
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
