import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../commands/errors.ts';
import { hashOf } from './element-hash.ts';
import { denseLength, headerLength, isDense, registerCount } from './registers.ts';
import {
  countOnce,
  countUnion,
  emptySketch,
  merged,
  readRegisters,
  toDense,
  withElements,
} from './sketch.ts';

const elements = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 400 });
const limit = fc.constantFrom(0, 40, 300, 3000, 15_000);

const sketchWith = (some: readonly Uint8Array[], maxSparseBytes: number): Buffer =>
  withElements(null, some, maxSparseBytes) as Buffer;

/** What registers are for, without any layout. */
function ranksOf(some: readonly Uint8Array[]): Buffer {
  const ranks = Buffer.alloc(registerCount);
  for (const { register, rank } of some.map(hashOf))
    ranks[register] = Math.max(rank, ranks[register] as number);
  return ranks;
}

describe('a sketch', () => {
  it('keeps the highest rank of each register, in either layout', () => {
    const property = fc.property(elements, limit, (some, maxSparseBytes) => {
      const sketch = sketchWith(some, maxSparseBytes);
      expect(ranksOf(some).equals(readRegisters(sketch))).toBe(true);
      expect(ranksOf(some).equals(readRegisters(toDense(sketch)))).toBe(true);
      if (!isDense(sketch)) expect(sketch.length).toBeLessThanOrEqual(Math.max(maxSparseBytes, 18));
      else expect(sketch.length).toBe(denseLength);
    });
    fc.assert(property);
  });

  it('is not changed by what it has been given', () => {
    const property = fc.property(elements, limit, (some, maxSparseBytes) => {
      expect(withElements(sketchWith(some, maxSparseBytes), some, maxSparseBytes)).toBeNull();
    });
    fc.assert(property);
  });

  it('that others are merged into is as if it had been given their elements', () => {
    const property = fc.property(elements, elements, limit, (some, others, maxSparseBytes) => {
      const [left, right] = [some, others].map((each) => sketchWith(each, maxSparseBytes)) as [
        Buffer,
        Buffer,
      ];
      const both = merged(Buffer.from(left), [right], maxSparseBytes);
      expect(ranksOf([...some, ...others]).equals(readRegisters(both))).toBe(true);
      expect(countUnion([left, right])).toBe(countOnce(both).count);
      expect(countOnce(both)).toEqual({ count: countUnion([left, right]), hasChanged: false });
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('tells of distinct elements about how many they were', () => {
    const some = Array.from({ length: 5000 }, (_, at) => Buffer.from(`element ${at}`));
    const { count } = countOnce(sketchWith(some, 3000));
    expect(Math.abs(Number(count) - 5000)).toBeLessThan(250);
  });

  it('whose bytes are broken is refused or read, and nothing else', () => {
    const property = fc.property(
      elements,
      fc.uint8Array({ minLength: 1, maxLength: 30 }),
      fc.nat(),
      (some, bytes, at) => {
        const sketch = sketchWith(some, 3000);
        const runs = Buffer.concat([sketch, bytes]);
        runs.set(bytes, headerLength + (at % Math.max(1, sketch.length - headerLength)));
        for (const work of [
          () => readRegisters(runs),
          () => withElements(Buffer.from(runs), some, 3000),
          () => merged(null, [runs], 3000),
          () => toDense(runs),
        ]) {
          try {
            work();
          } catch (error) {
            expect(error).toBeInstanceOf(CommandError);
          }
        }
      },
    );
    fc.assert(property);
  });

  it('without elements counts none', () => {
    expect(countOnce(emptySketch())).toEqual({ count: 0n, hasChanged: false });
    expect(countOnce(sketchWith([], 3000))).toEqual({ count: 0n, hasChanged: true });
  });
});
