import { typeOf } from '../../../shared/codes.ts';
import type { Location, OrderedView } from '../api.ts';
import { never } from '../index/entry-chunk.ts';
import { presentIds } from '../index/key-order.ts';
import { Slicer } from '../scan/slicer.ts';
import type { StoreState } from './store-state.ts';

export interface OrderedViewOptions {
  sorted?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** The ids of all keys that have not expired, in key order. Ids stay theirs until the view is released. */
export async function orderedView(state: StoreState, options: OrderedViewOptions): Promise<OrderedView> {
  const slicer = new Slicer(options.signal);
  const { index } = state;
  const release = index.holdIds();
  const frozen = index.freeze();
  try {
    const total = index.count;
    const sorted =
      options.sorted === false
        ? await presentIds(frozen.columns, slicer)
        : await state.order.ids(frozen.columns, slicer);
    const ids = await withoutExpired(state, sorted, frozen.columns, slicer);
    options.onProgress?.(total, total);
    return {
      count: ids.length,
      ids,
      key: (id) => index.columns.key(id),
      location: (id) => locationOf(state, id),
      release,
    };
  } catch (error) {
    release();
    throw error;
  } finally {
    frozen.release();
  }
}

async function withoutExpired(
  state: StoreState,
  sorted: Uint32Array,
  columns: StoreState['index']['columns'],
  slicer: Slicer,
): Promise<Uint32Array> {
  if (state.index.withDeadline === 0) return sorted;
  const nowMs = state.now();
  const alive = new Uint32Array(sorted.length);
  let count = 0;
  for (const id of sorted) {
    if (columns.expireAt(id) > nowMs) alive[count++] = id;
    if (slicer.due()) await slicer.yield();
  }
  return alive.subarray(0, count);
}

/** Where the newest record of an id lies; null when its key is gone or has expired. */
export function locationOf(state: StoreState, id: number): Location | null {
  const { columns } = state.index;
  if (!columns.holdsKey(id)) return null;
  const expireAt = columns.expireAt(id);
  const type = columns.type(id);
  const segment = state.segments.get(columns.segment(id));
  if (expireAt <= state.now() || segment === undefined) return null;
  return {
    file: segment.name,
    offset: columns.offset(id),
    recordLength: columns.recordLength(id),
    keyLength: columns.keyLength(id),
    valueLength: columns.valueLength(id),
    seq: columns.seq(id),
    expireAt: expireAt === never ? null : expireAt,
    ...(type === 0 ? {} : { type: typeOf(type) }),
  };
}
