import type { Binary } from '../../value.ts';
import { maxWhole, wholeInRange } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { Members, orderedMembers } from '../members.ts';
import { choose, randomCount } from '../random-choice.ts';
import { type Reply, setReply } from '../reply.ts';
import { scanElements } from '../scan-elements.ts';
import type { ValueOf } from '../value.ts';
import { algebraCommands } from './algebra.ts';

export type MemberSet = ValueOf<'set'>;

const setAt = ({ args, db }: Call): MemberSet | null => db.typed(args[1] as Binary, 'set');

function add(call: Call): Reply {
  const { args, db } = call;
  const set = setAt(call) ?? { type: 'set', members: new Members() };
  const before = set.members.size;
  for (let at = 2; at < args.length; at++) set.members.add(args[at] as Binary);
  const added = set.members.size - before;
  if (added > 0) db.changed(args[1] as Binary, set, 'sadd');
  return added;
}

function remove(call: Call): Reply {
  const { args, db } = call;
  const set = setAt(call);
  if (!set) return 0;
  let removed = 0;
  for (const member of args.slice(2)) if (set.members.delete(member)) removed++;
  if (removed > 0) db.changed(args[1] as Binary, set, 'srem');
  return removed;
}

function move({ args, db }: Call): Reply {
  const [, from, to, member] = args as [Binary, Binary, Binary, Binary];
  const source = db.typed(from, 'set');
  if (!source) return 0;
  const target = db.typed(to, 'set');
  if (source === target) return source.members.has(member) ? 1 : 0;
  if (!source.members.delete(member)) return 0;
  db.changed(from, source, 'srem');
  const set = target ?? { type: 'set', members: new Members() };
  if (!set.members.has(member)) {
    set.members.add(member);
    db.changed(to, set, 'sadd');
  }
  return 1;
}

function pop(call: Call): Reply {
  const { args, db, told } = call;
  if (args.length > 3) fail(errors.syntax);
  const count = args.length > 2 ? wholeInRange(args[2] as Binary, 0, maxWhole, errors.notPositive) : null;
  const set = setAt(call);
  if (!set) return count === null ? null : setReply([]);
  const chosen = choose(orderedMembers(set.members).ordered, count ?? 1);
  for (const member of chosen) set.members.delete(member);
  const key = args[1] as Binary;
  if (chosen.length > 0) db.changed(key, set, 'spop');
  // Chance falls only once.
  if (count !== null && set.members.size === 0) told.as('DEL', key);
  else for (const member of chosen) told.as('SREM', key, member);
  return count === null ? (chosen[0] as Binary) : setReply(chosen);
}

function random(call: Call): Reply {
  const { args } = call;
  if (args.length > 3) fail(errors.syntax);
  const count = args.length > 2 ? randomCount(args[2] as Binary) : null;
  const set = setAt(call);
  if (!set) return count === null ? null : [];
  const chosen = choose(orderedMembers(set.members).ordered, count ?? 1);
  return count === null ? (chosen[0] as Binary) : chosen;
}

const one: KeyRange = [1, 1, 1];
const inAnyOrder = { tips: ['nondeterministic_output_order'] };

export const setCommands: readonly CommandSpec[] = [
  command('sadd', -3, 'write denyoom fast', one, '1.0.0', 'Adds members', add),
  command('srem', -3, 'write fast', one, '1.0.0', 'Removes members', remove),
  command('smove', 4, 'write fast', [1, 2, 1], '1.0.0', 'Moves a member to another set', move),
  command('spop', -2, 'write fast', one, '1.0.0', 'Takes members by chance', pop),
  command('srandmember', -2, 'readonly', one, '1.0.0', 'Members by chance', random),
  command(
    'scard',
    2,
    'readonly fast',
    one,
    '1.0.0',
    'How many members there are',
    (call) => setAt(call)?.members.size ?? 0,
  ),
  command('sismember', 3, 'readonly fast', one, '1.0.0', 'Whether a member is there', (call) =>
    setAt(call)?.members.has(call.args[2] as Binary) ? 1 : 0,
  ),
  command('smismember', -3, 'readonly fast', one, '6.2.0', 'Which members are there', (call) => {
    const set = setAt(call);
    return call.args.slice(2).map((member) => (set?.members.has(member) ? 1 : 0));
  }),
  command(
    'smembers',
    2,
    'readonly',
    one,
    '1.0.0',
    'All members',
    (call) => setReply(setAt(call)?.members ?? []),
    inAnyOrder,
  ),
  command('sscan', -3, 'readonly', one, '2.8.0', 'Walks the members', (call) =>
    scanElements(call, 'set', ({ members }) => ({
      holder: members,
      names: () => members,
      told: (member) => [member],
    })),
  ),
  ...algebraCommands,
];
