import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxPlacedBytes, ValueMemory } from './value-memory.ts';

const lengths = fc.oneof(fc.nat({ max: maxPlacedBytes }), fc.constantFrom(0, 31, 32, 33, 1024, 1025, 4096));

it('keeps every value as it was put there, whatever comes and goes beside it', () => {
  const steps = fc.array(fc.record({ isTaken: fc.boolean(), length: lengths, chosen: fc.nat() }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const memory = new ValueMemory();
      const held: { place: number; length: number; mark: number }[] = [];
      for (const [index, { isTaken, length, chosen }] of all.entries()) {
        if (isTaken || held.length === 0) {
          const place = memory.take(length);
          const mark = index % 251;
          memory.bytesOf(place).fill(mark, memory.startOf(place), memory.startOf(place) + length);
          held.push({ place, length, mark });
        } else {
          const [gone] = held.splice(chosen % held.length, 1);
          memory.giveBack((gone as { place: number }).place);
        }
        for (const { place, length: bytes, mark } of held) {
          const start = memory.startOf(place);
          expect(memory.bytesOf(place).subarray(start, start + bytes)).toEqual(Buffer.alloc(bytes, mark));
        }
      }
      for (const { place } of held) memory.giveBack(place);
      expect(memory.bytes).toBe(0);
    }),
    { numRuns: 30 },
  );
});

it('takes no more than what is in it needs, when all that was there is gone', () => {
  const memory = new ValueMemory();
  for (const length of [20, 100, 900, 4000]) {
    const places = Array.from({ length: 2000 }, () => memory.take(length));
    expect(memory.bytes).toBeLessThan(2000 * length * 1.7 + 128 * 1024);
    for (const place of places) memory.giveBack(place);
  }
  expect(memory.bytes).toBe(0);
});

it('knows which values can take the place of each other', () => {
  const memory = new ValueMemory();
  expect(memory.fits(1, 32)).toBe(true);
  expect(memory.fits(32, 33)).toBe(false);
  expect(memory.fits(0, 32)).toBe(true);
});
