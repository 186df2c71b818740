import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodePatchHead,
  encodePatch,
  firstInsertAt,
  isPatch,
  PatchedBytes,
  type PatchStep,
  patchType,
  plainType,
} from './patch.ts';

const anyBytes = fc.uint8Array({ maxLength: 40 });
const anySteps = fc.array(
  fc.record({ keep: fc.nat({ max: 12 }), skip: fc.nat({ max: 12 }), insert: anyBytes }),
  { maxLength: 6 },
);

/** What the steps make of a value, the plain way; steps go no further than it does. */
function made(base: Uint8Array, steps: readonly PatchStep[]): { value: Uint8Array; steps: PatchStep[] } {
  const parts: Uint8Array[] = [];
  let at = 0;
  const taken = steps.map(({ keep, skip, insert }) => {
    const kept = Math.min(keep, base.length - at);
    const skipped = Math.min(skip, base.length - at - kept);
    parts.push(base.subarray(at, at + kept), insert);
    at += kept + skipped;
    return { keep: kept, skip: skipped, insert };
  });
  return { value: Buffer.concat([...parts, base.subarray(at)]), steps: taken };
}

it('makes of a value, patch after patch, what its steps say', () => {
  fc.assert(
    fc.property(anyBytes, fc.array(anySteps, { maxLength: 5 }), (base, patches) => {
      const bytes = new PatchedBytes(base);
      let expected: Uint8Array = base;
      for (const given of patches) {
        const { value, steps } = made(expected, given);
        const patch = encodePatch({ offset: 7, length: 90, seq: 3 }, 10, value.length, steps);
        const head = decodePatchHead(patch, 10);
        expect(head).toMatchObject({ base: { offset: 7, length: 90, seq: 3 }, valueLength: value.length });
        expect(head !== null && bytes.take(patch, head)).toBe(true);
        expected = value;
      }
      expect(Buffer.from(bytes.join())).toEqual(Buffer.from(expected));
    }),
  );
});

it('takes no steps that go beyond the value, nor any that do not lead to the length it names', () => {
  const base = { offset: 0, length: 50, seq: 1 };
  const none = new Uint8Array(0);
  const takes = (valueLength: number, ...steps: PatchStep[]): boolean => {
    const patch = encodePatch(base, 2, valueLength, steps);
    const head = decodePatchHead(patch, 2);
    return head !== null && new PatchedBytes(Buffer.from('0123456789')).take(patch, head);
  };
  expect(takes(10)).toBe(true);
  expect(takes(8, { keep: 8, skip: 2, insert: none })).toBe(true);
  expect(takes(8, { keep: 8, skip: 3, insert: none })).toBe(false);
  expect(takes(11, { keep: 11, skip: 0, insert: none })).toBe(false);
  expect(takes(9, { keep: 8, skip: 2, insert: none })).toBe(false);
});

it('reads any bytes without throwing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), (bytes, seq) => {
      const head = decodePatchHead(bytes, seq);
      if (head === null) return;
      expect(firstInsertAt(bytes, head)).toBeLessThanOrEqual(bytes.length);
      const value = new PatchedBytes(new Uint8Array(20));
      if (value.take(bytes, head)) expect(value.join()).toHaveLength(head.valueLength);
    }),
    { numRuns: 2000 },
  );
});

it('tells patches by their type, and no deletes of an index', () => {
  expect([0, 5, 127, 255].map(isPatch)).toEqual([false, false, false, false]);
  expect([0, 5].map((type) => isPatch(patchType(type)))).toEqual([true, true]);
  expect([0, 5, 255].map((type) => plainType(patchType(type)))).toEqual([0, 5, 255]);
});
