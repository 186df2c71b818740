import { RankedScores, sorted } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';

import {
  type Aggregate,
  type Combine,
  difference,
  intersection,
  orZero,
  type Scores,
  union,
  weighted,
} from '../../zset-algebra.ts';
import { float, maxWhole, whole, wholeInRange, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { countedKeys } from '../key-positions.ts';
import type { Reply } from '../reply.ts';
import { membersReply } from './sorted-set.ts';

interface Operation {
  name: string;
  combine: Combine;
  /** Differences know neither weights nor a way to put scores together. */
  takesWeights: boolean;
}

interface Combined {
  scores: Scores;
  withScores: boolean;
}

const aggregates: Readonly<Record<string, Aggregate>> = {
  SUM: (a, b) => orZero(a + b),
  MIN: Math.min,
  MAX: Math.max,
};

/** `numkeys key… [WEIGHTS …] [AGGREGATE …] [WITHSCORES]`, from an argument on. */
function combined({ args, db }: Call, at: number, operation: Operation): Combined {
  const numKeys = whole(args[at] as Binary);
  if (numKeys < 1) fail(`ERR at least 1 input key is needed for '${operation.name}' command`);
  if (numKeys > args.length - at - 1) fail(errors.syntax);
  const inputs = args.slice(at + 1, at + 1 + numKeys).map((key) => scoresAt(db, key));
  const { weights, aggregate, withScores } = optionsOf(args, at + 1 + numKeys, numKeys, operation, at === 1);
  const weighed = weights ? inputs.map((input, index) => weighted(input, weights[index] as number)) : inputs;
  return { scores: operation.combine(weighed, aggregate), withScores };
}

/** What sorted sets and sets hold; members of a set count 1. */
function scoresAt(db: Database, key: Binary): Scores {
  const value = db.get(key);
  if (value === null) return new Map();
  if (value.type === 'zset') return value.scores;
  if (value.type === 'set') return new Map([...value.members].map((member) => [member, 1]));
  return fail(errors.wrongType);
}

function optionsOf(
  args: readonly Binary[],
  from: number,
  numKeys: number,
  { takesWeights }: Operation,
  answers: boolean,
) {
  let weights: number[] | null = null;
  let aggregate = aggregates.SUM as Aggregate;
  let withScores = false;
  for (let at = from; at < args.length; at++) {
    const option = word(args[at]);
    const left = args.length - at - 1;
    if (option === 'WEIGHTS' && takesWeights && left >= numKeys) {
      weights = args
        .slice(at + 1, at + 1 + numKeys)
        .map((text) => float(text, 'ERR weight value is not a float'));
      at += numKeys;
    } else if (option === 'AGGREGATE' && takesWeights && left >= 1) {
      aggregate = aggregates[word(args[++at])] ?? fail(errors.syntax);
    } else if (option === 'WITHSCORES' && answers) withScores = true;
    else fail(errors.syntax);
  }
  return { weights, aggregate, withScores };
}

const answer =
  (operation: Operation) =>
  (call: Call): Reply => {
    const { scores, withScores } = combined(call, 1, operation);
    return membersReply(sorted(scores), withScores);
  };

const store =
  (operation: Operation) =>
  (call: Call): Reply => {
    const target = call.args[1] as Binary;
    const { scores } = combined(call, 2, operation);
    call.db.store(target, { type: 'zset', scores: new RankedScores(scores) }, operation.name);
    return scores.size;
  };

function countCommon({ args, db }: Call): Reply {
  const numKeys = whole(args[1] as Binary);
  if (numKeys < 1) fail("ERR at least 1 input key is needed for 'zintercard' command");
  if (numKeys > args.length - 2) fail(errors.syntax);
  const inputs = args.slice(2, 2 + numKeys).map((key) => scoresAt(db, key));
  let limit = 0;
  for (let at = 2 + numKeys; at < args.length; at += 2) {
    if (word(args[at]) !== 'LIMIT' || at + 1 >= args.length) fail(errors.syntax);
    limit = wholeInRange(args[at + 1] as Binary, 0, maxWhole, "ERR LIMIT can't be negative");
  }
  const { size } = intersection(inputs, Math.max);
  return limit === 0 ? size : Math.min(limit, size);
}

const operation = (name: string, combine: Combine): Operation => ({
  name,
  combine,
  takesWeights: combine !== difference,
});
const counted = (countAt: number) => ({ findKeys: (args: readonly Binary[]) => countedKeys(args, countAt) });
const stored = { findKeys: (args: readonly Binary[]) => [1, ...countedKeys(args, 2)] };
const reads = 'readonly movablekeys';
const writes = 'write denyoom movablekeys';

export const combineCommands: readonly CommandSpec[] = [
  command(
    'zunion',
    -3,
    reads,
    null,
    '6.2.0',
    'Members of any set',
    answer(operation('zunion', union)),
    counted(1),
  ),
  command(
    'zinter',
    -3,
    reads,
    null,
    '6.2.0',
    'Members of all sets',
    answer(operation('zinter', intersection)),
    counted(1),
  ),
  command(
    'zdiff',
    -3,
    reads,
    null,
    '6.2.0',
    'Members of the first set alone',
    answer(operation('zdiff', difference)),
    counted(1),
  ),
  command(
    'zintercard',
    -3,
    reads,
    null,
    '7.0.0',
    'How many members are in all sets',
    countCommon,
    counted(1),
  ),
  command(
    'zunionstore',
    -4,
    writes,
    [1, 1, 1],
    '2.0.0',
    'Stores members of any set',
    store(operation('zunionstore', union)),
    stored,
  ),
  command(
    'zinterstore',
    -4,
    writes,
    [1, 1, 1],
    '2.0.0',
    'Stores members of all sets',
    store(operation('zinterstore', intersection)),
    stored,
  ),
  command(
    'zdiffstore',
    -4,
    writes,
    [1, 1, 1],
    '6.2.0',
    'Stores members of the first set alone',
    store(operation('zdiffstore', difference)),
    stored,
  ),
];
