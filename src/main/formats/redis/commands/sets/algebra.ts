import type { Binary } from '../../value.ts';
import { maxWhole, wholeInRange, word } from '../arguments.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { countedKeys } from '../key-positions.ts';
import { Members } from '../members.ts';
import { type Reply, setReply } from '../reply.ts';

type Input = ReadonlySet<Binary>;
type Combine = (sets: readonly Input[], limit: number) => Set<Binary>;

function setsAt(db: Database, keys: readonly Binary[]): Input[] {
  return keys.map((key) => db.typed(key, 'set')?.members ?? new Set<Binary>());
}

const union: Combine = (sets) => {
  const all = new Set<Binary>();
  for (const set of sets) for (const member of set) all.add(member);
  return all;
};

/** The smallest set is walked; `limit` ends it early. */
const intersection: Combine = (sets, limit) => {
  const [smallest, ...others] = [...sets].sort((a, b) => a.size - b.size) as [Input, ...Input[]];
  const common = new Set<Binary>();
  for (const member of smallest) {
    if (common.size >= limit) break;
    if (others.every((set) => set.has(member))) common.add(member);
  }
  return common;
};

const difference: Combine = ([first, ...others]) =>
  new Set([...(first as Input)].filter((member) => !others.some((set) => set.has(member))));

const all = Number.POSITIVE_INFINITY;

const answer =
  (combine: Combine) =>
  ({ args, db }: Call): Reply =>
    setReply(combine(setsAt(db, args.slice(1)), all));

const store =
  (combine: Combine, event: string) =>
  ({ args, db }: Call): Reply => {
    const target = args[1] as Binary;
    const members = combine(setsAt(db, args.slice(2)), all);
    db.store(target, { type: 'set', members: new Members(members) }, event);
    return members.size;
  };

function countCommon({ args, db }: Call): Reply {
  const numKeys = wholeInRange(
    args[1] as Binary,
    1,
    Number.MAX_SAFE_INTEGER,
    'ERR numkeys should be greater than 0',
  );
  if (numKeys > args.length - 2) fail("ERR Number of keys can't be greater than number of args");
  let limit = 0;
  for (let at = 2 + numKeys; at < args.length; at += 2) {
    if (word(args[at]) !== 'LIMIT' || at + 1 >= args.length) fail(errors.syntax);
    limit = wholeInRange(args[at + 1] as Binary, 0, maxWhole, "ERR LIMIT can't be negative");
  }
  return intersection(setsAt(db, args.slice(2, 2 + numKeys)), limit === 0 ? all : limit).size;
}

const inAnyOrder = { tips: ['nondeterministic_output_order'] };
const counted = { findKeys: (args: readonly Binary[]) => countedKeys(args, 1) };

export const algebraCommands: readonly CommandSpec[] = [
  command('sunion', -2, 'readonly', [1, -1, 1], '1.0.0', 'Members of any set', answer(union), inAnyOrder),
  command(
    'sinter',
    -2,
    'readonly',
    [1, -1, 1],
    '1.0.0',
    'Members of all sets',
    answer(intersection),
    inAnyOrder,
  ),
  command(
    'sdiff',
    -2,
    'readonly',
    [1, -1, 1],
    '1.0.0',
    'Members of the first set alone',
    answer(difference),
    inAnyOrder,
  ),
  command(
    'sunionstore',
    -3,
    'write denyoom',
    [1, -1, 1],
    '1.0.0',
    'Stores members of any set',
    store(union, 'sunionstore'),
  ),
  command(
    'sinterstore',
    -3,
    'write denyoom',
    [1, -1, 1],
    '1.0.0',
    'Stores members of all sets',
    store(intersection, 'sinterstore'),
  ),
  command(
    'sdiffstore',
    -3,
    'write denyoom',
    [1, -1, 1],
    '1.0.0',
    'Stores members of the first set alone',
    store(difference, 'sdiffstore'),
  ),
  command(
    'sintercard',
    -3,
    'readonly movablekeys',
    null,
    '7.0.0',
    'How many members are in all sets',
    countCommon,
    counted,
  ),
];
