import { expect, it } from 'vitest';
import { choose } from './random-choice.ts';

const elements = Array.from({ length: 40 }, (_, i) => i);

it.each([1, 5, 10, 11, 39])('chooses %i of 40, none of them twice', (count) => {
  const met = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const chosen = choose(elements, count);
    expect(new Set(chosen).size).toBe(count);
    for (const each of chosen) met.add(each);
  }
  // All 400 draws miss an element with a chance of 4 in 100,000; that they miss three is not met with.
  expect(met.size).toBeGreaterThanOrEqual(38);
  expect(elements).toEqual(Array.from({ length: 40 }, (_, i) => i));
});

it('chooses all when as many are asked for, or more', () => {
  expect(choose(elements, 40).sort((a, b) => a - b)).toEqual(elements);
  expect(choose(elements, 1000)).toHaveLength(40);
  expect(choose([], 3)).toEqual([]);
});

it('chooses as often as it is told when elements may come again', () => {
  expect(choose(elements, -100)).toHaveLength(100);
  expect(choose([7], -3)).toEqual([7, 7, 7]);
  expect(choose([], -3)).toEqual([]);
});
