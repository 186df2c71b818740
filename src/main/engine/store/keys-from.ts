import type { KeyPage } from '../api.ts';
import type { StoreState } from './store-state.ts';

/** Looks at `limit` positions of the index from `position` on, and copies out the keys that are there. */
export function keysFrom({ index, now }: StoreState, position: number, limit: number): KeyPage {
  const { columns, capacity } = index;
  const end = Math.min(position + Math.max(1, limit), capacity);
  const nowMs = now();
  const keys: Uint8Array[] = [];
  for (let id = position; id < end; id++) {
    if (columns.holdsKey(id) && columns.expireAt(id) > nowMs) keys.push(columns.key(id));
  }
  return { keys, next: end < capacity ? end : null };
}
