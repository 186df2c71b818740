import { RankedScores } from '../../ranked-scores.ts';
import type { Call } from '../command.ts';
import { replaceScores } from './combine-scores.ts';
import { byLex, byRank, byScore, fromEnd } from './rank-choice.ts';

/** ZRANGESTORE: a sorted set is made of a range of another. */
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
  replaceScores(call, call.binary(1), new Map(chosen));
}
