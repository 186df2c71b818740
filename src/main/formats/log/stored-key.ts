import { type DatabaseKey, databaseKey, storedKey } from '../../../shared/database-key.ts';
import type { RecordTable } from './log.ts';

/** A record's key with its database in it: one name for one key, as a store would write it. */
export function storedKeyAt(table: RecordTable, index: number): Uint8Array {
  return storedKey(table.db(index), table.key(index));
}

/** `RecordTable.newest` of such a name; -1 when there is none. */
export function newestOfStored(table: RecordTable, stored: Uint8Array, salvage = false): number {
  const { db, key }: DatabaseKey = databaseKey(stored);
  return table.newest(key, salvage, db);
}
