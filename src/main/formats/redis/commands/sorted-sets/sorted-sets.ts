import { printf17g } from '../../score-text.ts';
import type { Binary } from '../../value.ts';
import { sliceOf, whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { choose, randomCount } from '../random-choice.ts';
import { double, type Reply } from '../reply.ts';
import { scanElements } from '../scan-elements.ts';
import { addCommands } from './add.ts';
import { lexBounds, type Slice, scoreBounds } from './bounds.ts';
import { combineCommands } from './combine.ts';
import { popCommands } from './pop.ts';
import { rangeCommands } from './range.ts';
import { membersReply, type Ranking, sortedSetAt } from './sorted-set.ts';

function rank(call: Call, isReverse: boolean): Reply {
  const set = sortedSetAt(call);
  const member = call.args[2] as Binary;
  const score = set?.scores.get(member);
  if (!set || score === undefined) return null;
  const at = set.scores.ranked.rankOf([member, score]);
  return isReverse ? set.scores.size - 1 - at : at;
}

function remove(call: Call): Reply {
  const { args, db } = call;
  const set = sortedSetAt(call);
  if (!set) return 0;
  let removed = 0;
  for (const member of args.slice(2)) if (set.scores.delete(member)) removed++;
  if (removed > 0) db.changed(args[1] as Binary, set, 'zrem');
  return removed;
}

type Bounds = (min: Binary, max: Binary) => (ranking: Ranking) => Slice;

const rankBounds: Bounds = (min, max) => {
  const [start, stop] = [whole(min), whole(max)];
  return ({ length }) => sliceOf(start, stop, length);
};

const removeRange =
  (bounds: Bounds, event: string) =>
  (call: Call): Reply => {
    const { args, db } = call;
    const sliced = bounds(args[2] as Binary, args[3] as Binary);
    const set = sortedSetAt(call);
    if (!set) return 0;
    const { from, to } = sliced(set.scores.ranked);
    const removed = set.scores.deleteRanks(from, to).length;
    if (removed > 0) db.changed(args[1] as Binary, set, event);
    return removed;
  };

const countRange =
  (bounds: Bounds) =>
  (call: Call): Reply => {
    const sliced = bounds(call.args[2] as Binary, call.args[3] as Binary);
    const set = sortedSetAt(call);
    if (!set) return 0;
    const { from, to } = sliced(set.scores.ranked);
    return Math.max(0, to - from);
  };

function score(call: Call): Reply {
  const found = sortedSetAt(call)?.scores.get(call.args[2] as Binary);
  return found === undefined ? null : double(found);
}

function scores(call: Call): Reply {
  const set = sortedSetAt(call);
  return call.args.slice(2).map((member) => {
    const found = set?.scores.get(member);
    return found === undefined ? null : double(found);
  });
}

function random(call: Call): Reply {
  const { args } = call;
  if (args.length > 4 || (args.length === 4 && word(args[3]) !== 'WITHSCORES')) fail(errors.syntax);
  const count = args.length > 2 ? randomCount(args[2] as Binary) : 1;
  const set = sortedSetAt(call);
  if (!set) return args.length === 2 ? null : [];
  const chosen = choose(set.scores.ranked, count);
  return args.length === 2 ? (chosen[0]?.[0] as Binary) : membersReply(chosen, args.length === 4);
}

const one: KeyRange = [1, 1, 1];

export const sortedSetCommands: readonly CommandSpec[] = [
  command(
    'zcard',
    2,
    'readonly fast',
    one,
    '1.2.0',
    'How many members there are',
    (call) => sortedSetAt(call)?.scores.size ?? 0,
  ),
  command('zscore', 3, 'readonly fast', one, '1.2.0', 'The score of a member', score),
  command('zmscore', -3, 'readonly fast', one, '6.2.0', 'The scores of members', scores),
  command('zrank', 3, 'readonly fast', one, '2.0.0', 'The rank of a member', (call) => rank(call, false)),
  command('zrevrank', 3, 'readonly fast', one, '2.0.0', 'The rank of a member, from the end', (call) =>
    rank(call, true),
  ),
  command(
    'zcount',
    4,
    'readonly fast',
    one,
    '2.0.0',
    'How many are in a range of scores',
    countRange(scoreBounds),
  ),
  command(
    'zlexcount',
    4,
    'readonly fast',
    one,
    '2.8.9',
    'How many are in a range of members',
    countRange(lexBounds),
  ),
  command('zrandmember', -2, 'readonly', one, '6.2.0', 'Members by chance', random),
  command('zscan', -3, 'readonly', one, '2.8.0', 'Walks the members', (call) =>
    scanElements(call, 'zset', ({ scores }) => ({
      holder: scores,
      names: () => scores.ranked.slice(0).map(([member]) => member),
      told: (member) => [member, printf17g(scores.get(member) as number)],
    })),
  ),
  command('zrem', -3, 'write fast', one, '1.2.0', 'Removes members', remove),
  command(
    'zremrangebyrank',
    4,
    'write',
    one,
    '2.0.0',
    'Removes a range of ranks',
    removeRange(rankBounds, 'zremrangebyrank'),
  ),
  command(
    'zremrangebyscore',
    4,
    'write',
    one,
    '1.2.0',
    'Removes a range of scores',
    removeRange(scoreBounds, 'zremrangebyscore'),
  ),
  command(
    'zremrangebylex',
    4,
    'write',
    one,
    '2.8.9',
    'Removes a range of members',
    removeRange(lexBounds, 'zremrangebylex'),
  ),
  ...addCommands,
  ...rangeCommands,
  ...combineCommands,
  ...popCommands,
];
