import { expect, test } from 'vitest';
import { toBase64, utf8 } from '../../../shared/bytes.ts';
import { structureWords } from './structure-words.ts';

const b = (text: string) => toBase64(utf8(text));

test('each type of structure has its elements on one line', () => {
  const words = (type: Parameters<typeof structureWords>[0], value: object) =>
    structureWords(type, utf8(JSON.stringify(value)));
  expect(words('list', { value: [b('a'), b(''), b('c d')] })).toBe('a, , c d');
  expect(words('set', { value: [] })).toBe('');
  expect(words('hash', { value: { [b('name')]: b('Ada'), [b('age')]: b('36') } })).toBe('name: Ada, age: 36');
  const expiring = { value: { [b('f')]: b('v') }, fieldExpireAt: { [b('f')]: 17 } };
  expect(words('hash', expiring)).toBe('f: v');
  const scores = [
    [b('ann'), '1234'],
    [b('bob'), '-inf'],
  ];
  expect(words('zset', { value: scores })).toBe('ann 1234, bob -inf');
  const stream = {
    value: [
      ['17-0', [b('kind'), b('login')]],
      ['17-1', [b('kind'), b('logout')]],
    ],
    stream: { lastId: '17-1', groups: [] },
  };
  expect(words('stream', stream)).toBe('17-0 kind login, 17-1 kind logout');
});

test('a beginning, and a piece from within, are read as far as they go', () => {
  const json = utf8(JSON.stringify({ value: [b('first'), b('second'), b('third')] }));
  expect(structureWords('list', json.subarray(0, 26))).toBe('first, sec');
  expect(structureWords('list', json.subarray(20))).toMatch(/, third$/);
  expect(structureWords('list', utf8(',"dGhpcmQ="]'))).toBe('third');
  expect(structureWords('hash', utf8('"Zg==":"dg=="'))).toBe('f: v');
});

test('what cannot be printed stands as a dot', () => {
  expect(
    structureWords('list', utf8(JSON.stringify({ value: [toBase64(Uint8Array.of(0xff, 0x41, 10))] }))),
  ).toBe('·A·');
});
