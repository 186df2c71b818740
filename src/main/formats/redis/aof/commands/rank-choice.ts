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

/**
 * `-` and `+` are the ends; `[` and `(` say whether the bound belongs to the range. Members are meant to have one
 * score: where they have not, Redis takes what it walks through from the first that is in the range to the last.
 */
export function byLex(low: Binary, high: Binary, reverse = false): Choice {
  const above = (member: Binary) =>
    low === '-' || (low !== '+' && (low[0] === '(' ? member > low.slice(1) : member >= low.slice(1)));
  const below = (member: Binary) =>
    high === '+' || (high !== '-' && (high[0] === '(' ? member < high.slice(1) : member <= high.slice(1)));
  if (![low, high].every((bound) => /^(?:[-+]$|[[(])/.test(bound))) throw new Refused('syntax');
  const [enters, stays] = reverse ? [below, above] : [above, below];
  return (ranking) => {
    const { length } = ranking;
    const nothing = { from: 0, to: 0 };
    if (length === 0 || !below(ranking.at(0)?.[0] ?? '') || !above(ranking.at(-1)?.[0] ?? '')) return nothing;
    const walk = ranking.slice(0);
    if (reverse) walk.reverse();
    const start = walk.findIndex(([member]) => enters(member));
    if (start < 0) return nothing;
    const end = walk.findIndex(([member], at) => at >= start && !stays(member));
    const [from, to] = [start, end < 0 ? length : end];
    return reverse ? { from: length - to, to: length - from } : { from, to };
  };
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
