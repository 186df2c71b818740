import { typeOf } from '../../../shared/codes.ts';
import type { Entry } from '../api.ts';
import { plainType } from '../format/patch.ts';
import { never } from '../index/entry-chunk.ts';
import type { EntryColumns } from '../keys/store-index.ts';

/** What the index says of an id, with its key and value. */
export function entryOf(columns: EntryColumns, id: number, key: Uint8Array, value: Uint8Array): Entry {
  const expireAt = columns.expireAt(id);
  const type = plainType(columns.type(id));
  const entry: Entry = {
    key,
    value,
    expireAt: expireAt === never ? null : expireAt,
    seq: columns.seq(id),
  };
  if (type !== 0) entry.type = typeOf(type);
  return entry;
}
