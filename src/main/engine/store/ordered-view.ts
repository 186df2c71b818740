import { typeOf } from '../../../shared/codes.ts';
import type { Location, OrderedView } from '../api.ts';
import { isPatch, plainType } from '../format/patch.ts';
import { never } from '../index/entry-chunk.ts';
import { Slicer } from '../scan/slicer.ts';
import { patchedLength } from './read-value.ts';
import type { StoreState } from './store-state.ts';

export interface OrderedViewOptions {
  sorted?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** The ids of all keys that have not expired, in key order. Ids stay theirs until the view is released. */
export async function orderedView(state: StoreState, options: OrderedViewOptions): Promise<OrderedView> {
  const slicer = new Slicer(options.signal);
  slicer.throwIfCancelled();
  const { index } = state;
  const total = index.count;
  const { ids, columns, now, release } = await index.held(options.sorted !== false, state.now(), slicer);
  options.onProgress?.(total, total);
  return {
    count: ids.length,
    ids,
    key: (id) => columns.key(id),
    location: (id) => locationOf(state, now(id)),
    release,
  };
}

/** Where the newest record of an id lies; null when it has expired, or the id is -1. */
export function locationOf(state: StoreState, id: number): Location | null {
  const { columns } = state.index;
  if (id < 0) return null;
  const expireAt = columns.expireAt(id);
  const type = columns.type(id);
  const segment = state.segments.get(columns.segment(id));
  if (expireAt <= state.now() || segment === undefined) return null;
  return {
    file: segment.name,
    offset: columns.offset(id),
    recordLength: columns.recordLength(id),
    keyLength: columns.keyLength(id),
    valueLength: isPatch(type) ? patchedLength(state, id) : columns.valueLength(id),
    seq: columns.seq(id),
    expireAt: expireAt === never ? null : expireAt,
    ...(type === 0 ? {} : { type: typeOf(plainType(type)) }),
    ...(isPatch(type) ? { isPatch: true } : {}),
  };
}
