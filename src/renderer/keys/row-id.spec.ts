import { expect, test } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { keyHashInRow, maxKeyBytesInRow } from '../../shared/rows.ts';
import { rowIdOf, rowKeyId } from './row-id.ts';

const rowOf = (key: Uint8Array) => ({
  key: key.subarray(0, maxKeyBytesInRow),
  keyLength: key.length,
  keyHash: keyHashInRow(key),
});

test('a row is known by its key, also where that is cut', () => {
  const alike = 'p'.repeat(maxKeyBytesInRow);
  const keys = ['', 'a', alike, `${alike}1`, `${alike}2`, `${alike}11`].map(utf8);
  expect(keys.map((key) => rowIdOf(rowOf(key)))).toEqual(keys.map(rowKeyId));
  expect(new Set(keys.map(rowKeyId)).size).toBe(keys.length);
});
