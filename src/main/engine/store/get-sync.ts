import { never } from '../index/entry-chunk.ts';
import { readValueOfKeySync, readValueSync } from './read-value.ts';
import type { StoreState } from './store-state.ts';

/** The value of a key, null when it is not there. The quick way first; what that cannot settle, the whole way does. */
export function getSync(state: StoreState, key: Uint8Array): Uint8Array | null {
  const { index } = state;
  const likely = index.findLikely(index.hash(key, 0, key.length));
  if (likely < 0) return null;
  const value = readOrNull(state, likely, key);
  if (value !== null) return value;
  const id = state.findAlive(key);
  return id < 0 ? null : readValueSync(state, id);
}

function readOrNull(state: StoreState, id: number, key: Uint8Array): Uint8Array | null {
  try {
    return state.index.columns.expireAt(id) === never ? readValueOfKeySync(state, id, key) : null;
  } catch {
    // It may be another key's record that cannot be read; if it is this one's, the whole way says so.
    return null;
  }
}
