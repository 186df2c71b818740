import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortFirst } from './partial-sort.ts';

const byValue = (a: { value: number }, b: { value: number }) => a.value - b.value;
const values = fc.oneof(
  fc.array(fc.integer(), { maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 300 }),
);

it('puts the first ones in order, and keeps all', () => {
  const property = fc.property(values, fc.nat(320), (some, count) => {
    const elements = some.map((value, at) => ({ value, at }));
    sortFirst(elements, count, byValue);
    const sorted = [...some].sort((a, b) => a - b);
    expect(elements.slice(0, count).map(({ value }) => value)).toEqual(sorted.slice(0, count));
    expect(elements.map(({ at }) => at).sort((a, b) => a - b)).toEqual(some.map((_, at) => at));
  });
  fc.assert(property, { numRuns: 500 });
});

it('comes to an end soon, whoever has made the order', () => {
  // McIlroy's adversary: what is compared is decided as late as can be, and always against the sorter.
  const length = 20_000;
  const elements = Array.from({ length }, (_, at) => at);
  const decided = new Map<number, number>();
  let [candidate, next, comparisons] = [-1, 0, 0];
  sortFirst(elements, length, (a, b) => {
    comparisons++;
    if (!decided.has(a) && !decided.has(b)) decided.set(a === candidate ? a : b, next++);
    if (!decided.has(a)) candidate = a;
    else if (!decided.has(b)) candidate = b;
    return (decided.get(a) ?? length) - (decided.get(b) ?? length);
  });
  expect(comparisons).toBeLessThan(200 * length);
});
