import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { databaseKey, maxDatabase, storedKey } from './database-key.ts';

const key = fc.oneof(
  fc.uint8Array(),
  fc.uint8Array().map((rest) => Uint8Array.of(0, 0x64, 0x62, ...rest)),
);

it('gives every key of every database a key of its own, and finds it again', () => {
  fc.assert(
    fc.property(fc.nat(maxDatabase), key, (db, bytes) => {
      const found = databaseKey(storedKey(db, bytes));
      expect(found.db).toBe(db);
      expect([...found.key]).toEqual([...bytes]);
    }),
  );
});

it('leaves keys of database 0 as they are', () => {
  expect(storedKey(0, utf8('user:1'))).toEqual(utf8('user:1'));
  expect(databaseKey(utf8('\0d'))).toEqual({ db: 0, key: utf8('\0d') });
});
