import type { Binary } from '../../value.ts';
import { sorted } from '../../value-json.ts';
import type { Call } from '../command.ts';
import { double, pairsReply, type Reply } from '../reply.ts';
import type { ValueOf } from '../value.ts';

export type SortedSet = ValueOf<'zset'>;
export type Ranked = [member: Binary, score: number];
type Scores = SortedSet['scores'];

/** The order of sorted sets that someone has asked for, kept up with what changes; it goes with its set. */
const rankings = new WeakMap<Scores, Ranked[]>();

export const sortedSetAt = ({ args, db }: Call): SortedSet | null => db.typed(args[1] as Binary, 'zset');
export const emptySortedSet = (): SortedSet => ({ type: 'zset', scores: new Map() });

/** Members by score, then by their bytes. Not to be changed. */
export function rankedOf({ scores }: SortedSet): readonly Ranked[] {
  const known = rankings.get(scores);
  if (known) return known;
  const ranked = sorted(scores);
  rankings.set(scores, ranked);
  return ranked;
}

export function setScore({ scores }: SortedSet, member: Binary, score: number): void {
  const ranked = rankings.get(scores);
  if (ranked) {
    const before = scores.get(member);
    if (before !== undefined) ranked.splice(rankAmong(ranked, member, before), 1);
    ranked.splice(rankAmong(ranked, member, score), 0, [member, score]);
  }
  scores.set(member, score);
}

export function removeMember({ scores }: SortedSet, member: Binary): boolean {
  const score = scores.get(member);
  if (score === undefined) return false;
  const ranked = rankings.get(scores);
  ranked?.splice(rankAmong(ranked, member, score), 1);
  return scores.delete(member);
}

/** Removes a range of ranks; returns what it held. */
export function removeRanks(set: SortedSet, from: number, to: number): Ranked[] {
  const removed = rankedOf(set).slice(from, to);
  for (const [member] of removed) set.scores.delete(member);
  (rankings.get(set.scores) as Ranked[]).splice(from, removed.length);
  return removed;
}

/** How many come before such a member. */
export function rankAmong(ranked: readonly Ranked[], member: Binary, score: number): number {
  return firstIndex(
    ranked,
    ([other, otherScore]) => otherScore > score || (otherScore === score && other >= member),
  );
}

/** The first index from which on the condition holds; it does not hold before. */
export function firstIndex(ranked: readonly Ranked[], holds: (each: Ranked) => boolean): number {
  let [low, high] = [0, ranked.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(ranked[middle] as Ranked)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Members, with their scores if they are asked for. */
export function membersReply(ranked: readonly Ranked[], withScores: boolean): Reply {
  if (!withScores) return ranked.map(([member]) => member);
  return pairsReply(ranked.map(([member, score]) => [member, double(score)]));
}
