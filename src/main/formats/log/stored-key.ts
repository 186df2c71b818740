import { compareBytes, utf8 } from '../../../shared/bytes.ts';
import {
  beginsWithMark,
  type DatabaseKey,
  databaseKey,
  databaseMark,
  storedKey,
} from '../../../shared/database-key.ts';
import type { Slicer } from '../../engine/scan/slicer.ts';
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

const mark = utf8(databaseMark);

/**
 * What compares two of these records by such names, in byte order; none is made for it. Nearly always all keys stand
 * as they are, which is found out first.
 */
export async function storedOrder(
  table: RecordTable,
  indexes: Uint32Array,
  slicer: Slicer,
): Promise<(a: number, b: number) => number> {
  const isMarked = (index: number) => table.db(index) !== 0 || beginsWithMark(table.key(index));
  let marked = false;
  for (let at = 0; at < indexes.length && !marked; at++) {
    marked = isMarked(indexes[at] as number);
    if (slicer.due()) await slicer.yield();
  }
  if (!marked) return (a, b) => table.compareKeys(a, b);
  return (a, b) => {
    const [markedA, markedB] = [isMarked(a), isMarked(b)];
    if (markedA !== markedB)
      return markedA ? compareBytes(mark, table.key(b)) : compareBytes(table.key(a), mark);
    return (markedA ? table.db(a) - table.db(b) : 0) || table.compareKeys(a, b);
  };
}
