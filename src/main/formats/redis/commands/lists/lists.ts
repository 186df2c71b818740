import type { End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { maxWhole, sliceOf, whole, wholeInRange, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { nullArray, ok, type Reply } from '../reply.ts';
import { blockingListCommands } from './blocking.ts';
import { emptyList, listAt, poppedAt, pushedAt, put } from './list.ts';
import { moveCommands } from './move.ts';
import { popManyCommands } from './pop-many.ts';
import { positionCommand } from './position.ts';

function push(call: Call, end: End, onlyThere: boolean): Reply {
  const { args, db } = call;
  const there = listAt(call);
  if (!there && onlyThere) return 0;
  const list = there ?? emptyList();
  for (let at = 2; at < args.length; at++) put(list, args[at] as Binary, end);
  db.changed(args[1] as Binary, list, pushedAt[end]);
  return list.items.length;
}

function pop(call: Call, end: End): Reply {
  const { args, db } = call;
  if (args.length > 3)
    fail(`ERR wrong number of arguments for '${end === 'start' ? 'lpop' : 'rpop'}' command`);
  const count = args.length > 2 ? wholeInRange(args[2] as Binary, 0, maxWhole, errors.notPositive) : null;
  const list = listAt(call);
  if (!list) return count === null ? null : nullArray;
  if (count === 0) return [];
  const taken = list.items.take(count ?? 1, end);
  db.changed(args[1] as Binary, list, poppedAt[end]);
  return count === null ? (taken[0] as Binary) : taken;
}

function range(call: Call): Reply {
  const [start, stop] = [whole(call.args[2] as Binary), whole(call.args[3] as Binary)];
  const list = listAt(call);
  if (!list) return [];
  const { from, to } = sliceOf(start, stop, list.items.length);
  return list.items.slice(from, to);
}

function index(call: Call): Reply {
  const list = listAt(call);
  if (!list) return null;
  return list.items.at(whole(call.args[2] as Binary)) ?? null;
}

function setItem(call: Call): Reply {
  const { args, db } = call;
  const list = listAt(call) ?? fail(errors.noSuchKey);
  const at = whole(args[2] as Binary);
  const position = at < 0 ? list.items.length + at : at;
  if (position < 0 || position >= list.items.length) fail(errors.outOfRange);
  list.items.set(position, args[3] as Binary);
  db.changed(args[1] as Binary, list, 'lset');
  return ok;
}

function insert(call: Call): Reply {
  const { args, db } = call;
  const where = word(args[2]);
  if (where !== 'BEFORE' && where !== 'AFTER') fail(errors.syntax);
  const list = listAt(call);
  if (!list) return 0;
  const at = list.items.indexOf(args[3] as Binary);
  if (at < 0) return -1;
  list.items.insert(where === 'BEFORE' ? at : at + 1, args[4] as Binary);
  db.changed(args[1] as Binary, list, 'linsert');
  return list.items.length;
}

/** A negative count removes from the end on, 0 removes all. */
function remove(call: Call): Reply {
  const { args, db } = call;
  const count = whole(args[2] as Binary);
  const list = listAt(call);
  if (!list) return 0;
  const limit = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count);
  const removed = list.items.deleteEach(args[3] as Binary, limit, count < 0 ? 'end' : 'start');
  if (removed > 0) db.changed(args[1] as Binary, list, 'lrem');
  return removed;
}

function trim(call: Call): Reply {
  const { args, db } = call;
  const [start, stop] = [whole(args[2] as Binary), whole(args[3] as Binary)];
  const list = listAt(call);
  if (!list) return ok;
  const { from, to } = sliceOf(start, stop, list.items.length);
  list.items.keep(from, to);
  db.changed(args[1] as Binary, list, 'ltrim');
  return ok;
}

const one: KeyRange = [1, 1, 1];
const writes = 'write denyoom fast';

export const listCommands: readonly CommandSpec[] = [
  command('lpush', -3, writes, one, '1.0.0', 'Puts items before a list', (call) =>
    push(call, 'start', false),
  ),
  command('rpush', -3, writes, one, '1.0.0', 'Puts items behind a list', (call) => push(call, 'end', false)),
  command('lpushx', -3, writes, one, '2.2.0', 'Puts items before a list that is there', (call) =>
    push(call, 'start', true),
  ),
  command('rpushx', -3, writes, one, '2.2.0', 'Puts items behind a list that is there', (call) =>
    push(call, 'end', true),
  ),
  command('lpop', -2, 'write fast', one, '1.0.0', 'Takes the first items', (call) => pop(call, 'start')),
  command('rpop', -2, 'write fast', one, '1.0.0', 'Takes the last items', (call) => pop(call, 'end')),
  command(
    'llen',
    2,
    'readonly fast',
    one,
    '1.0.0',
    'How many items there are',
    (call) => listAt(call)?.items.length ?? 0,
  ),
  command('lrange', 4, 'readonly', one, '1.0.0', 'A range of items', range),
  command('lindex', 3, 'readonly', one, '1.0.0', 'An item by its position', index),
  command('lset', 4, 'write denyoom', one, '1.0.0', 'Replaces an item', setItem),
  command('linsert', 5, 'write denyoom', one, '2.2.0', 'Puts an item beside another', insert),
  command('lrem', 4, 'write', one, '1.0.0', 'Removes items', remove),
  command('ltrim', 4, 'write', one, '1.0.0', 'Keeps a range of items', trim),
  positionCommand,
  ...moveCommands,
  ...popManyCommands,
  ...blockingListCommands,
];
