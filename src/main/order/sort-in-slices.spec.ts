import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes } from '../../shared/bytes.ts';
import { Slicer } from '../engine/scan/slicer.ts';
import { KeyArena } from './key-arena.ts';
import { sortInSlices } from './sort-in-slices.ts';

test('sorts as Array.sort does, and is stable', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 300 }), async (values) => {
      const places = Uint32Array.from(values.keys());
      const compare = (a: number, b: number) => (values[a] as number) - (values[b] as number);
      const expected = [...values.keys()].sort(compare);
      expect([...(await sortInSlices(places, compare, new Slicer()))]).toEqual(expected);
    }),
  );
});

test('keys in an arena compare as their bytes do', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: 1, maxLength: 40 }), (keys) => {
      const arena = new KeyArena(keys.length);
      for (const key of keys) arena.add(key);
      for (let a = 0; a < keys.length; a++) {
        for (let b = 0; b < keys.length; b++) {
          const expected = Math.sign(compareBytes(keys[a] as Uint8Array, keys[b] as Uint8Array));
          if (Math.sign(arena.compare(a, b)) !== expected) return false;
        }
      }
      return true;
    }),
  );
});

test('lets other work run while it sorts', async () => {
  const count = 300_000;
  const values = Float64Array.from({ length: count }, (_, i) => (i * 7919) % count);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const sorted = await sortInSlices(
    Uint32Array.from({ length: count }, (_, i) => i),
    (a, b) => (values[a] as number) - (values[b] as number),
    new Slicer(),
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
  expect(values[sorted[0] as number]).toBe(0);
  expect(values[sorted[count - 1] as number]).toBe(count - 1);
});

test('is cancelled between slices', async () => {
  const abort = new AbortController();
  const ids = Uint32Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 500_000);
  const sorting = sortInSlices(ids, (a, b) => a - b, new Slicer(abort.signal));
  abort.abort();
  await expect(sorting).rejects.toMatchObject({ code: 'CANCELLED' });
});
