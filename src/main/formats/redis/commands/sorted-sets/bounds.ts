import { lexRange, ranksInLexRange } from '../../lex-range.ts';
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

/** Which ranks a range by members takes; a walk from the end can meet others where scores differ. */
export function lexBounds(min: Binary, max: Binary, isReverse = false): (ranking: Ranking) => Slice {
  const range = lexRange(min, max) ?? fail('ERR min or max not valid string range item');
  return (ranking) => ranksInLexRange(range, ranking, isReverse);
}
