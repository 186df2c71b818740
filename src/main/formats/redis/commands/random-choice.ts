import type { Binary } from '../value.ts';
import { integer } from './arguments.ts';
import { fail } from './errors.ts';

/** More of one element than this cannot be asked for at once: the answer has to be held in memory. */
const maxRepeated = 10_000_000n;

/** Elements that are found by their index. */
interface Elements<T> {
  readonly length: number;
  at(index: number): T | undefined;
  slice(from: number): T[];
}

/** Of so many of all, each is worth being looked for; more are chosen from a copy of them all. */
const fewOfAll = 1 / 4;

/** Chooses `count` of the elements: each at most once, or, when it is negative, one by one as often as chance has it. */
export function choose<T>(elements: Elements<T>, count: number): T[] {
  const { length } = elements;
  if (length === 0) return [];
  const anyIndex = () => Math.floor(Math.random() * length);
  if (count < 0) return Array.from({ length: -count }, () => elements.at(anyIndex()) as T);
  if (count >= length) return elements.slice(0);
  if (count > length * fewOfAll) return shuffled(elements.slice(0), count);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(anyIndex());
  return Array.from(chosen, (index) => elements.at(index) as T);
}

/** The first `count` of the elements, once as many have been exchanged with any behind them. */
function shuffled<T>(elements: T[], count: number): T[] {
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(Math.random() * (elements.length - at));
    [elements[at], elements[other]] = [elements[other] as T, elements[at] as T];
  }
  return elements.slice(0, count);
}

const maxCount = 2n ** 63n - 1n;

/** How many elements are asked for, negative to take some of them more than once. */
export function randomCount(text: Binary): number {
  const count = integer(text);
  if (count < -maxCount) fail(`ERR value is out of range, value must between ${-maxCount} and ${maxCount}`);
  return count < -maxRepeated ? fail('ERR value is out of range') : Number(count);
}
