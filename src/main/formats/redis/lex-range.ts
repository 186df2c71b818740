import type { RankedScores } from './ranked-scores.ts';
import type { Binary } from './value.ts';

type Ranking = Pick<RankedScores['ranked'], 'at' | 'first' | 'length' | 'slice'>;
type Holds = (member: Binary) => boolean;

/** The bounds of a range by members: what is not below it, and what is not above. */
interface LexRange {
  above: Holds;
  below: Holds;
}

/** `-` and `+` are the ends; `[` and `(` say whether a bound belongs to the range. null when one is none of these. */
export function lexRange(low: Binary, high: Binary): LexRange | null {
  if (![low, high].every((bound) => bound === '-' || bound === '+' || /^[[(]/.test(bound))) return null;
  const [min, max] = [low.slice(1), high.slice(1)];
  const above: Holds = low.startsWith('(') ? (member) => member > min : (member) => member >= min;
  const below: Holds = high.startsWith('(') ? (member) => member < max : (member) => member <= max;
  return {
    above: low === '-' || low === '+' ? () => low === '-' : above,
    below: high === '-' || high === '+' ? () => high === '+' : below,
  };
}

/**
 * The ranks that a range by members takes. Members are meant to have one score: where they have not, Redis takes what it
 * walks through from the first that is in the range to the last, and nothing if the ends of all are outside of it.
 */
export function ranksInLexRange({ above, below }: LexRange, ranking: Ranking, isReverse = false) {
  const { length } = ranking;
  const nothing = { from: 0, to: 0 };
  const [lowest, highest] = [ranking.at(0), ranking.at(-1)];
  if (!lowest || !highest || !below(lowest[0]) || !above(highest[0])) return nothing;
  if (lowest[1] === highest[1]) {
    const [from, to] = [
      ranking.first(([member]) => above(member)),
      ranking.first(([member]) => !below(member)),
    ];
    return from < to ? { from, to } : nothing;
  }
  const walk = ranking.slice(0);
  if (isReverse) walk.reverse();
  const [enters, stays] = isReverse ? [below, above] : [above, below];
  const start = walk.findIndex(([member]) => enters(member));
  if (start < 0) return nothing;
  const left = walk.findIndex(([member], at) => at >= start && !stays(member));
  const end = left < 0 ? length : left;
  return isReverse ? { from: length - end, to: length - start } : { from: start, to: end };
}
