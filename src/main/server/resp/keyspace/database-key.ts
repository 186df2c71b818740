import { databaseMark as mark } from '../../../../shared/database-key.ts';
import type { Binary } from '../../../formats/redis/value.ts';

/** As many as Redis has unless it is told otherwise. */
export const databases = 16;

/** As `storedKey` of src/shared/database-key.ts, for keys that are held one character a byte. */
export function storedKey(db: number, key: Binary): Binary {
  return db === 0 && !key.startsWith(mark) ? key : `${mark}${String.fromCharCode(db)}${key}`;
}

/** Which key of which database a key of the store is. */
export function databaseKey(stored: Binary): { db: number; key: Binary } {
  if (!stored.startsWith(mark) || stored.length <= mark.length) return { db: 0, key: stored };
  return { db: stored.charCodeAt(mark.length), key: stored.slice(mark.length + 1) };
}
