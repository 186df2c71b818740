import type { Store, Written } from '../api.ts';
import { EditedValues } from '../store/edited-values.ts';
import { bytesOf } from './contents.ts';

const edited = new WeakMap<Store, EditedValues>();

/** Sets keys to texts, as changes of what they were set to by it before. */
export function edit(
  store: Store,
  texts: readonly { key: string; value: string; expireAt?: number }[],
): Promise<Written> {
  const values = edited.get(store) ?? new EditedValues();
  edited.set(store, values);
  const edits = texts.map(({ key, value, expireAt }) => ({
    key: bytesOf(key),
    value: bytesOf(value),
    expireAt: expireAt ?? null,
  }));
  return store.batchOf(values.list(edits));
}
