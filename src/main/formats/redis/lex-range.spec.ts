import { describe, expect, it } from 'vitest';
import { lexRange, ranksInLexRange } from './lex-range.ts';
import { RankedScores } from './ranked-scores.ts';

/** Members by rank. */
function ranked(
  scores: readonly (readonly [string, number])[],
  low: string,
  high: string,
  isReverse = false,
) {
  const { ranked } = new RankedScores(scores);
  const range = lexRange(low, high);
  if (range === null) return null;
  const { from, to } = ranksInLexRange(range, ranked, isReverse);
  return ranked.slice(from, to).map(([member]) => member);
}

const same = ['a', 'b', 'c', 'd'].map((member) => [member, 1] as const);
const mixed = [
  ['b', 1],
  ['d', 1],
  ['a', 2],
  ['c', 3],
] as const;

describe('a range by members', () => {
  it.each([
    ['-', '+', ['a', 'b', 'c', 'd']],
    ['[b', '(d', ['b', 'c']],
    ['(b', '[d', ['c', 'd']],
    ['[b', '[b', ['b']],
    ['(b', '[b', []],
    ['+', '-', []],
    ['[c', '[a', []],
    ['[e', '+', []],
  ])('from %s to %s of members of one score', (low, high, members) => {
    for (const isReverse of [false, true]) expect(ranked(same, low, high, isReverse)).toEqual(members);
  });

  it.each([
    ['[b', '[d', ['b', 'd', 'a', 'c']],
    ['[a', '[b', ['b']],
    ['(a', '[c', ['b']],
    ['[d', '+', []],
    ['-', '(b', []],
  ])('from %s to %s of members of several scores is what is walked through', (low, high, members) => {
    expect(ranked(mixed, low, high)).toEqual(members);
  });

  it('is walked through from the other end in reverse', () => {
    expect(ranked(mixed, '[b', '[d', true)).toEqual(['c']);
  });

  it('has bounds that say what they are', () => {
    for (const bound of ['a', '', '-a', '+1', '-\n']) expect(ranked(same, bound, '+')).toBeNull();
  });
});
