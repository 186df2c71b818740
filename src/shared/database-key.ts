import { concatBytes, utf8 } from './bytes.ts';

/**
 * A store has one space of keys. Keys of database 0 stand there as they are; those of another database behind a mark
 * and a byte with its number. A key of database 0 that begins with the mark itself is written with number 0.
 */
export const databaseMark = '\0db';

/** Databases are numbered by one byte. */
export const maxDatabase = 255;

const mark = utf8(databaseMark);

export interface DatabaseKey {
  db: number;
  key: Uint8Array;
}

/** The key that stands in a store for a key of a database. `db` is at most `maxDatabase`. */
export function storedKey(db: number, key: Uint8Array): Uint8Array {
  return db === 0 && !beginsWithMark(key) ? key : concatBytes([mark, Uint8Array.of(db), key]);
}

/** Which key of which database a key of a store is. */
export function databaseKey(stored: Uint8Array): DatabaseKey {
  if (stored.length <= mark.length || !beginsWithMark(stored)) return { db: 0, key: stored };
  return { db: stored[mark.length]!, key: stored.subarray(mark.length + 1) };
}

/** By hand: it is asked of every key of a directory. */
export function beginsWithMark(key: Uint8Array): boolean {
  return key[0] === mark[0] && key[1] === mark[1] && key[2] === mark[2];
}
