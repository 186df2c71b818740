import { RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { type Combine, orZero, type Scores, weighted } from '../../zset-algebra.ts';
import { type Call, Refused, scoreOf } from '../command.ts';
import { byLex, byRank, byScore, fromEnd } from './rank-choice.ts';

/** A sorted set is made of others: of several combined, or of a range of one. */

/** What sorted sets and sets hold; members of a set count 1. */
function inputOf(call: Call, key: Binary): Scores {
  const value = call.keys.value(key);
  if (value === undefined) return new Map();
  if (value.type === 'zset') return value.scores;
  if (value.type === 'set') return new Map([...value.members].map((member) => [member, 1]));
  throw new Refused('WRONGTYPE');
}

export function storeCombined(call: Call, combine: Combine): void {
  const count = call.number(2);
  if (count < 1 || 3 + count > call.count) throw new Refused('syntax');
  let weights: number[] = [];
  let aggregate = (a: number, b: number) => orZero(a + b);
  for (let at = 3 + count; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'WEIGHTS') {
      weights = [...call.binaries(at + 1, at + 1 + count)].map(scoreOf);
      at += count;
    } else if (option === 'AGGREGATE') {
      const how = call.word(++at);
      if (how === 'MIN') aggregate = Math.min;
      else if (how === 'MAX') aggregate = Math.max;
      else if (how !== 'SUM') throw call.unknownOption(at);
    } else throw call.unknownOption(at);
  }
  const inputs = [...call.binaries(3, 3 + count)].map((key, index) =>
    weighted(inputOf(call, key), weights[index] ?? 1),
  );
  replace(call, call.binary(1), combine(inputs, aggregate));
}

function replace(call: Call, key: Binary, scores: Scores): void {
  if (scores.size === 0) call.keys.delete(key);
  else call.keys.set(key, { type: 'zset', scores: new RankedScores(scores) }, null);
}

export function storeRange(call: Call): void {
  const options = new Set<string>();
  let limit = { offset: 0, count: -1 };
  for (let at = 5; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'LIMIT') limit = { offset: call.number(++at), count: call.number(++at) };
    else if (option === 'BYSCORE' || option === 'BYLEX' || option === 'REV') options.add(option);
    else throw call.unknownOption(at);
  }
  const reverse = options.has('REV');
  const [low, high] = reverse ? [call.binary(4), call.binary(3)] : [call.binary(3), call.binary(4)];
  const ranking = (call.value(call.binary(2), 'zset')?.scores ?? new RankedScores()).ranked;
  const { from, to } = options.has('BYSCORE')
    ? byScore(low, high)(ranking)
    : options.has('BYLEX')
      ? byLex(low, high, reverse)(ranking)
      : fromEnd(byRank(call, 3)(ranking), reverse ? ranking.length : null);
  let chosen = ranking.slice(from, to);
  if (reverse) chosen.reverse();
  const { offset, count } = limit;
  // Redis walks past all of them to get to one before the first.
  chosen = offset < 0 ? [] : chosen.slice(offset, count < 0 ? undefined : offset + count);
  replace(call, call.binary(1), new Map(chosen));
}
