import { RankedScores } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { type Aggregate, type Combine, orZero, type Scores, weighted } from '../../zset-algebra.ts';
import { type Call, Refused, scoreOf } from '../command.ts';

/** ZUNIONSTORE and its like, from their second argument on. */
export function storeCombined(call: Call, combine: Combine): void {
  const count = call.number(2);
  if (count < 1 || 3 + count > call.count) throw new Refused('syntax');
  let weights: number[] = [];
  let how = 'SUM';
  for (let at = 3 + count; at < call.count; at++) {
    const option = call.word(at);
    if (option === 'WEIGHTS') {
      weights = [...call.binaries(at + 1, at + 1 + count)].map(scoreOf);
      at += count;
    } else if (option === 'AGGREGATE') {
      how = call.word(++at);
      if (!Object.hasOwn(aggregates, how)) throw call.unknownOption(at);
    } else throw call.unknownOption(at);
  }
  const inputs = [...call.binaries(3, 3 + count)].map((key, index) => {
    const weight = weights[index] ?? 1;
    const input = inputOf(call, key);
    return how === 'COUNT' ? allEqual(input, weight) : weighted(input, weight);
  });
  replaceScores(call, call.binary(1), combine(inputs, aggregates[how] as Aggregate));
}

const sum: Aggregate = (a, b) => orZero(a + b);

/** `COUNT`, since Redis 8.8, adds up the weights of the sets that a member is in. */
const aggregates: Readonly<Record<string, Aggregate>> = {
  SUM: sum,
  COUNT: sum,
  MIN: Math.min,
  MAX: Math.max,
};

/** What sorted sets and sets hold; members of a set count 1. */
function inputOf(call: Call, key: Binary): Scores {
  const value = call.keys.value(key);
  if (value === undefined) return new Map();
  if (value.type === 'zset') return value.scores;
  if (value.type === 'set') return allEqual(value.members, 1);
  throw new Refused('WRONGTYPE');
}

function allEqual(members: ReadonlySet<Binary> | Scores, score: number): Scores {
  return new Map([...members.keys()].map((member) => [member, score]));
}

export function replaceScores(call: Call, key: Binary, scores: Scores): void {
  if (scores.size === 0) call.keys.delete(key);
  else call.keys.set(key, { type: 'zset', scores: new RankedScores(scores) }, null);
}
