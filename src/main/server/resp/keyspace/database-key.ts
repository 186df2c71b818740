import type { Binary } from '../../../formats/redis/value.ts';

/**
 * The store has one space of keys. Those of database 0 stand there as they are; those of another one behind a mark and
 * the number of the database. A key of database 0 that begins with the mark itself is written with number 0.
 */
const mark = '\0db';

export const databases = 16;

export function storedKey(db: number, key: Binary): Binary {
  return db === 0 && !key.startsWith(mark) ? key : `${mark}${String.fromCharCode(db)}${key}`;
}

/** Which key of which database a key of the store is. */
export function databaseKey(stored: Binary): { db: number; key: Binary } {
  if (!stored.startsWith(mark) || stored.length <= mark.length) return { db: 0, key: stored };
  return { db: stored.charCodeAt(mark.length), key: stored.slice(mark.length + 1) };
}
