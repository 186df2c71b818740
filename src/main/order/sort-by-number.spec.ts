import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slicer } from '../engine/scan/slicer.ts';
import { sortByNumber } from './sort-by-number.ts';

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 2 ** 40 + 1),
);

test('sorts as a stable sort by comparison does, in both directions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(number, { maxLength: 200 }), fc.boolean(), async (values, descending) => {
      const ids = Uint32Array.from(values, (_, i) => 1000 - i);
      const direction = descending ? -1 : 1;
      const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -direction : direction);
      const expected = [...values.keys()].sort((a, b) => compare(values[a] as number, values[b] as number));
      const sorted = await sortByNumber(ids, Float64Array.from(values), descending, new Slicer());
      expect([...sorted]).toEqual(expected.map((i) => 1000 - i));
    }),
  );
});

test('lets other work run, and is cancelled between slices', async () => {
  const count = 500_000;
  const ids = Uint32Array.from({ length: count }, (_, i) => i);
  const values = Float64Array.from({ length: count }, (_, i) => ((i * 7919) % count) / 3);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await sortByNumber(ids, values, false, new Slicer());
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);

  const abort = new AbortController();
  const sorting = sortByNumber(ids, values, false, new Slicer(abort.signal));
  abort.abort();
  await expect(sorting).rejects.toMatchObject({ code: 'CANCELLED' });
});
