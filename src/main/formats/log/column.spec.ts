import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Column } from './column.ts';

const block = 2048;

const values = {
  'rising positions': (i: number) => 37 * i + (i % 5),
  'one value': () => 7,
  none: () => Number.NaN,
  'deadlines here and there': (i: number) => (i % 3 === 0 ? 1_700_000_000_000 + i * 977 : Number.NaN),
  'lengths of 40 bits': (i: number) => (i % 1000) * 2 ** 30,
  'numbers that are not whole': (i: number) => i / 3,
  'falling numbers': (i: number) => 2 ** 40 - i * 100,
  'infinity and what no integer holds': (i: number) =>
    i % 2 ? Number.POSITIVE_INFINITY : 2 ** 60 + 2 ** 12 * i,
};

it.each(Object.entries(values))('gives back %s', (_, valueAt) => {
  const column = new Column();
  const count = 2.5 * block;
  for (let i = 0; i < count; i++) column.push(valueAt(i));
  expect(column.length).toBe(count);
  for (let i = 0; i < count; i++)
    if (!Object.is(column.get(i), valueAt(i))) expect(column.get(i)).toBe(valueAt(i));
});

it('takes any number in place of another, in blocks of every width', () => {
  const number = fc.oneof(
    fc.constantFrom(-1, 0, 254, 255, 256, 65_534, 65_535, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, Number.NaN),
    fc.integer({ min: -1, max: 2 ** 33 }),
    fc.maxSafeInteger(),
  );
  const change = fc.tuple(fc.nat(2 * block - 1), number);
  fc.assert(
    fc.property(fc.nat(3), fc.boolean(), fc.array(change, { maxLength: 60 }), (slope, hasNone, changes) => {
      const column = new Column();
      const expected: number[] = [];
      for (let i = 0; i < 2 * block; i++) expected.push(hasNone && i % 7 === 0 ? Number.NaN : slope * i);
      for (const value of expected) column.push(value);
      for (const [at, value] of changes) {
        column.set(at, value);
        expected[at] = value;
      }
      for (const [at] of changes) expect(column.get(at)).toBe(expected[at]);
      for (let i = 0; i < expected.length; i++)
        if (!Object.is(column.get(i), expected[i])) expect(i).toBe(-1);
    }),
    { numRuns: 100 },
  );
});
