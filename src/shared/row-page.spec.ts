import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxPageBytes, rowPage } from './row-page.ts';

const page = rowPage({ state: 'u8', file: 'u16', length: 'u32', seq: 'f64', key: 'bytes', note: 'text' });
const anyRow = fc.record({
  state: fc.integer({ min: 0, max: 255 }),
  file: fc.integer({ min: 0, max: 65535 }),
  length: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  seq: fc.double({ noNaN: true }),
  key: fc.uint8Array({ maxLength: 40 }),
  note: fc.string({ unit: 'grapheme', maxLength: 10 }),
});

test('what is encoded is decoded, row by row', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
      expect(page.decode(page.encode(rows)).rows()).toEqual(rows);
    }),
  );
});

test('a page is never larger than its limit, but holds at least one row', () => {
  const row = { state: 0, file: 0, length: 0, seq: 0, key: new Uint8Array(9000), note: '' };
  const encoded = page.encode(Array.from({ length: 20 }, () => row));
  expect(encoded.length).toBeLessThanOrEqual(maxPageBytes);
  expect(page.decode(encoded).count).toBe(7);
  expect(page.decode(page.encode([{ ...row, key: new Uint8Array(100_000) }])).count).toBe(1);
});
