import { geoScore } from '../../geo/geohash.ts';
import { type Ranked, RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { type Call, Refused } from '../command.ts';

/** Members come into a sorted set with a score, a place on the map, or more than they had. */

function scoresOf(call: Call, key: Binary): { type: 'zset'; scores: RankedScores } {
  return call.value(key, 'zset') ?? { type: 'zset', scores: new RankedScores() };
}

export function addMembers(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'].includes(call.word(at))) options.add(call.word(at++));
  if (isNoScore(call.word(at))) throw call.unknownOption(at);
  if (at >= call.count || (call.count - at) % 2 !== 0) throw new Refused('syntax');
  addScores(call, options, { pairs: () => scoredFrom(call, at), several: call.count - at > 2 });
}

const isNoScore = (word: string) => /^(?!INF|NAN)[A-Z]/.test(word);

function* scoredFrom(call: Call, from: number): Generator<Ranked, void, void> {
  for (let at = from; at < call.count; at += 2) yield [call.binary(at + 1), call.score(at)];
}

/** Each place is a score. One that is outside of the map makes the whole command an error. */
export function addPlaces(call: Call): void {
  const options = new Set<string>();
  let at = 2;
  while (['NX', 'XX', 'CH'].includes(call.word(at))) options.add(call.word(at++));
  if (isNoScore(call.word(at))) throw call.unknownOption(at);
  if (at >= call.count || (call.count - at) % 3 !== 0) throw new Refused('syntax');
  addScores(call, options, { pairs: () => placedFrom(call, at), several: call.count - at > 3 });
}

function* placedFrom(call: Call, from: number): Generator<Ranked, void, void> {
  for (let at = from; at < call.count; at += 3) {
    const score = geoScore(call.score(at), call.score(at + 1));
    if (score === null) throw new Refused('out of range');
    yield [call.binary(at + 2), score];
  }
}

/** Several `pairs` are gone through twice, and never held: a score that is none refuses all before the first is set. */
function addScores(
  call: Call,
  options: ReadonlySet<string>,
  { pairs, several }: { pairs: () => Iterable<Ranked>; several: boolean },
): void {
  if (options.has('NX') && options.has('XX')) throw new Refused('syntax');
  if (several) for (const _ of pairs());
  const zset = scoresOf(call, call.binary(1));
  let changed = false;
  for (const [member, given] of pairs()) {
    const before = zset.scores.get(member);
    if (before === undefined ? options.has('XX') : options.has('NX')) continue;
    const score = options.has('INCR') ? sum(before ?? 0, given) : given;
    if (
      before !== undefined &&
      ((options.has('GT') && score <= before) || (options.has('LT') && score >= before))
    )
      continue;
    if (score === before) continue;
    zset.scores.set(member, score);
    changed = true;
  }
  if (changed) call.keys.changed(call.binary(1), zset);
}

function sum(a: number, b: number): number {
  const score = a + b;
  if (Number.isNaN(score)) throw new Refused('not a number');
  return score;
}

export function increaseScore(call: Call): void {
  const zset = scoresOf(call, call.binary(1));
  const member = call.binary(3);
  zset.scores.set(member, sum(zset.scores.get(member) ?? 0, call.score(2)));
  call.keys.changed(call.binary(1), zset);
}
