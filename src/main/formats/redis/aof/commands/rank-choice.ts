import { lexRange, ranksInLexRange } from '../../lex-range.ts';
import type { RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { type Call, Refused, rangeOf, scoreBoundOf } from '../command.ts';

type Ranking = RankedScores['ranked'];
/** Which ranks of a sorted set a command means: from the first to the one behind the last. */
export type Choice = (ranking: Ranking) => { from: number; to: number };

export function byRank(call: Call, from: number): Choice {
  return ({ length }) => rangeOf(call.number(from), call.number(from + 1), length);
}

/** `(` leaves the bound itself out. */
export function byScore(low: Binary, high: Binary): Choice {
  const bound = (text: Binary) => ({ open: text.startsWith('('), at: scoreBoundOf(text.replace(/^\(/, '')) });
  const [min, max] = [bound(low), bound(high)];
  return (ranking) => ({
    from: ranking.first(([, score]) => (min.open ? score > min.at : score >= min.at)),
    to: ranking.first(([, score]) => (max.open ? score >= max.at : score > max.at)),
  });
}

export function byLex(low: Binary, high: Binary, reverse = false): Choice {
  const range = lexRange(low, high);
  if (range === null) throw new Refused('syntax');
  return (ranking) => ranksInLexRange(range, ranking, reverse);
}

/** Ranks that count from the end of so many, as they count from the start; as they are when there is no end. */
export function fromEnd({ from, to }: ReturnType<Choice>, length: number | null): ReturnType<Choice> {
  return length === null ? { from, to } : { from: length - to, to: length - from };
}

/** The members with the highest scores, or the lowest. */
export function ofEnd(highest: boolean, count: number): Choice {
  return ({ length }) =>
    highest ? { from: Math.max(0, length - count), to: length } : { from: 0, to: count };
}
