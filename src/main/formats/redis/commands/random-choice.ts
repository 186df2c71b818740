import type { Binary } from '../value.ts';
import { integer } from './arguments.ts';
import { fail } from './errors.ts';

/** More of one element than this cannot be asked for at once: the answer has to be held in memory. */
const maxRepeated = 10_000_000n;

/** Chooses `count` of the elements: each at most once, or, when it is negative, one by one as often as chance has it. */
export function choose<T>(elements: readonly T[], count: number): T[] {
  if (elements.length === 0) return [];
  if (count < 0)
    return Array.from({ length: -count }, () => elements[Math.floor(Math.random() * elements.length)] as T);
  if (count >= elements.length) return [...elements];
  const rest = [...elements];
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(Math.random() * (rest.length - at));
    [rest[at], rest[other]] = [rest[other] as T, rest[at] as T];
  }
  return rest.slice(0, count);
}

const maxCount = 2n ** 63n - 1n;

/** How many elements are asked for, negative to take some of them more than once. */
export function randomCount(text: Binary): number {
  const count = integer(text);
  if (count < -maxCount) fail(`ERR value is out of range, value must between ${-maxCount} and ${maxCount}`);
  return count < -maxRepeated ? fail('ERR value is out of range') : Number(count);
}
