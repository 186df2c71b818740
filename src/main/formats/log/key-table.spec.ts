import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytes, toHex } from '../../../shared/bytes.ts';
import { KeyTable } from './key-table.ts';

const longKey = (length: number, last: number) => new Uint8Array(length).fill(last, length - 1);

it('tells keys apart by bytes and database, and finds each again', () => {
  const key = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .tuple(fc.constantFrom(127, 128, 16_383, 16_384, 70_000), fc.nat(3))
      .map(([length, last]) => longKey(length, last)),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat(2)), { maxLength: 300 }), fc.nat(400), (pairs, room) => {
      const table = new KeyTable();
      const ids = new Map<string, number>();
      for (const [at, [bytes, db]] of pairs.entries()) {
        if (at === Math.floor(pairs.length / 2)) table.reserve(room);
        const name = `${db} ${toHex(bytes)}`;
        expect(table.find(bytes, db)).toBe(ids.get(name) ?? -1);
        const id = table.intern(bytes, db);
        expect(id).toBe(ids.get(name) ?? ids.size);
        ids.set(name, id);
      }
      expect(table.count).toBe(ids.size);
      for (const [bytes, db] of pairs) {
        const id = table.find(bytes, db);
        expect(`${table.db(id)} ${toHex(table.key(id))}`).toBe(`${db} ${toHex(bytes)}`);
      }
      for (let id = 1; id < table.count; id++)
        expect(Math.sign(table.compare(id - 1, id))).toBe(
          Math.sign(compareBytes(table.key(id - 1), table.key(id))),
        );
    }),
    { numRuns: 100 },
  );
});

it('keeps a key that is longer than a chunk, and those behind it', () => {
  const table = new KeyTable();
  const keys = [longKey(10, 1), longKey(3_000_000, 2), longKey(10, 3), longKey(1_500_000, 4)];
  for (const key of keys) table.intern(key);
  keys.forEach((key, id) => {
    expect(table.find(key)).toBe(id);
    expect(compareBytes(table.key(id), key)).toBe(0);
  });
});

it('finds each of many keys', () => {
  const table = new KeyTable();
  const keyOf = (i: number) => Buffer.from(`user:${i}`);
  for (let i = 0; i < 30_000; i++) table.intern(keyOf(i));
  for (let i = 0; i < 30_000; i++) if (table.find(keyOf(i)) !== i) expect(table.find(keyOf(i))).toBe(i);
  expect(table.find(keyOf(30_000))).toBe(-1);
});
