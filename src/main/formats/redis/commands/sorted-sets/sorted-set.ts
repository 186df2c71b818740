import { type Ranked, RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import type { Call } from '../command.ts';
import { double, pairsReply, type Reply } from '../reply.ts';
import type { ValueOf } from '../value.ts';

export type SortedSet = ValueOf<'zset'>;
/** Members by score, then by their bytes. */
export type Ranking = RankedScores['ranked'];

export const sortedSetAt = ({ args, db }: Call): SortedSet | null => db.typed(args[1] as Binary, 'zset');
export const emptySortedSet = (): SortedSet => ({ type: 'zset', scores: new RankedScores() });

/** Members, with their scores if they are asked for. */
export function membersReply(ranked: readonly Ranked[], withScores: boolean): Reply {
  if (!withScores) return ranked.map(([member]) => member);
  return pairsReply(ranked.map(([member, score]) => [member, double(score)]));
}
