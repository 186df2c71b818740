import { looseFloat } from '../../strtod.ts';
import type { Binary } from '../../value.ts';
import { fail } from '../errors.ts';
import type { Ranking } from './sorted-set.ts';

/** A range of ranks, as in a slice. */
export interface Slice {
  from: number;
  to: number;
}

/** Which members a range by score takes; `(` leaves the bound itself out. */
export function scoreBounds(min: Binary, max: Binary): (ranking: Ranking) => Slice {
  const [low, high] = [scoreBound(min), scoreBound(max)];
  return (ranking) => ({
    from: ranking.first(([, score]) => (low.isOpen ? score > low.at : score >= low.at)),
    to: ranking.first(([, score]) => (high.isOpen ? score >= high.at : score > high.at)),
  });
}

function scoreBound(text: Binary): { at: number; isOpen: boolean } {
  const isOpen = text.startsWith('(');
  const at = looseFloat(isOpen ? text.slice(1) : text) ?? fail('ERR min or max is not a float');
  return { at, isOpen };
}

/** `-` and `+` are the ends; `[` and `(` say whether the bound belongs to the range. Members have one score. */
export function lexBounds(min: Binary, max: Binary): (ranking: Ranking) => Slice {
  const [low, high] = [lexBound(min), lexBound(max)];
  return (ranking) => ({ from: lexStart(ranking, low), to: lexEnd(ranking, high) });
}

type LexBound = '-' | '+' | { at: Binary; isOpen: boolean };

function lexBound(text: Binary): LexBound {
  if (text === '-' || text === '+') return text;
  if (!/^[[(]/.test(text)) fail('ERR min or max not valid string range item');
  return { at: text.slice(1), isOpen: text.startsWith('(') };
}

function lexStart(ranking: Ranking, low: LexBound): number {
  if (low === '-') return 0;
  if (low === '+') return ranking.length;
  return ranking.first(([member]) => (low.isOpen ? member > low.at : member >= low.at));
}

function lexEnd(ranking: Ranking, high: LexBound): number {
  if (high === '-') return 0;
  if (high === '+') return ranking.length;
  return ranking.first(([member]) => (high.isOpen ? member >= high.at : member > high.at));
}
