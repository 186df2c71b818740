import type { Ranked } from '../../ranked-scores.ts';
import type { Binary } from '../../value.ts';
import { maxWhole, timeoutMs, wholeInRange, word } from '../arguments.ts';
import { type Blocked, type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { countedKeys } from '../key-positions.ts';
import { type PopRequest, popRequestOf } from '../pop-request.ts';
import { double, nullArray, type Reply } from '../reply.ts';
import { membersReply, type SortedSet, sortedSetAt } from './sorted-set.ts';

type End = 'min' | 'max';

/** The command that takes members from this end. */
const popAt: Readonly<Record<End, string>> = { min: 'ZPOPMIN', max: 'ZPOPMAX' };

/** Takes up to `count` members from an end, the outermost first. */
function take(db: Database, key: Binary, set: SortedSet, end: End, count: number): Ranked[] {
  const { size } = set.scores;
  const taken =
    end === 'min'
      ? set.scores.deleteRanks(0, count)
      : set.scores.deleteRanks(Math.max(0, size - count), size).reverse();
  if (taken.length > 0) db.changed(key, set, `zpop${end}`);
  return taken;
}

function pop(call: Call, end: End): Reply {
  const { args, db } = call;
  if (args.length > 3) fail(errors.syntax);
  const count = args.length > 2 ? wholeInRange(args[2] as Binary, 0, maxWhole, errors.notPositive) : null;
  const set = sortedSetAt(call);
  if (!set) return [];
  const taken = take(db, args[1] as Binary, set, end, count ?? 1);
  return count === null
    ? taken.flatMap(([member, score]) => [member, double(score)])
    : membersReply(taken, true);
}

function popOrWait({ args, db, told }: Call, end: End): Reply | Blocked {
  const waits = timeoutMs(args.at(-1) as Binary);
  const keys = args.slice(1, -1);
  const attempt = (): Reply | Blocked => {
    for (const key of keys) {
      const set = db.typed(key, 'zset');
      if (!set) continue;
      const [[member, score]] = take(db, key, set, end, 1) as [Ranked];
      told.as(popAt[end], key);
      return [key, member, double(score)];
    }
    return {
      kind: 'blocked',
      waitsFor: 'zset',
      keys,
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  };
  return attempt();
}

type Request = PopRequest<End>;

function endOf(text: Binary | undefined): End {
  const end = word(text);
  if (end !== 'MIN' && end !== 'MAX') fail(errors.syntax);
  return end === 'MIN' ? 'min' : 'max';
}

function popFirst({ db, told }: Call, { keys, end, count }: Request): Reply | null {
  for (const key of keys) {
    const set = db.typed(key, 'zset');
    if (!set) continue;
    const taken = take(db, key, set, end, count);
    told.as(popAt[end], key, String(taken.length));
    return [key, taken.map(([member, score]): Reply => [member, double(score)])];
  }
  return null;
}

function popFirstOrWait(call: Call): Reply | Blocked {
  const { args } = call;
  const waits = timeoutMs(args[1] as Binary);
  const request = popRequestOf(args, 2, endOf);
  const attempt = (): Reply | Blocked =>
    popFirst(call, request) ?? {
      kind: 'blocked',
      waitsFor: 'zset',
      keys: request.keys,
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  return attempt();
}

const one: KeyRange = [1, 1, 1];
const blocking = 'write noscript blocking fast';
const counted = (countAt: number) => ({ findKeys: (args: readonly Binary[]) => countedKeys(args, countAt) });

export const popCommands: readonly CommandSpec[] = [
  command('zpopmin', -2, 'write fast', one, '5.0.0', 'Takes the members that score lowest', (call) =>
    pop(call, 'min'),
  ),
  command('zpopmax', -2, 'write fast', one, '5.0.0', 'Takes the members that score highest', (call) =>
    pop(call, 'max'),
  ),
  command('bzpopmin', -3, blocking, [1, -2, 1], '5.0.0', 'The same, and waits for one', (call) =>
    popOrWait(call, 'min'),
  ),
  command('bzpopmax', -3, blocking, [1, -2, 1], '5.0.0', 'The same, and waits for one', (call) =>
    popOrWait(call, 'max'),
  ),
  command(
    'zmpop',
    -4,
    'write movablekeys',
    null,
    '7.0.0',
    'Takes members from the first set that has any',
    (call) => popFirst(call, popRequestOf(call.args, 1, endOf)) ?? nullArray,
    counted(1),
  ),
  command(
    'bzmpop',
    -5,
    'write blocking movablekeys',
    null,
    '7.0.0',
    'The same, and waits for them',
    popFirstOrWait,
    counted(2),
  ),
];
