import type { Binary } from '../../value.ts';
import { databaseNumber, whole, word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import type { Database, TakenKey } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import { ok, type Reply } from '../reply.ts';
import { copiedValue } from '../value.ts';

function rename({ args, db }: Call, onlyNew: boolean): Reply {
  const [, from, to] = args as [Binary, Binary, Binary];
  const value = db.get(from) ?? fail(errors.noSuchKey);
  if (from === to) return onlyNew ? 0 : ok;
  if (onlyNew && db.has(to)) return 0;
  const expireAt = db.expireAt(from);
  db.delete(from);
  db.delete(to);
  db.put(to, value, expireAt);
  db.notify(keyEvents.generic, 'rename_from', from);
  db.notify(keyEvents.generic, 'rename_to', to);
  return onlyNew ? 1 : ok;
}

function databaseAt({ server }: Call, text: Binary): Database {
  const index = databaseNumber(text);
  return server.keyspace.databases[index] ?? fail('ERR DB index is out of range');
}

function move(call: Call): Reply {
  const { args, db } = call;
  const key = args[1] as Binary;
  const target = databaseAt(call, args[2] as Binary);
  if (target === db) fail('ERR source and destination objects are the same');
  const value = db.get(key);
  if (value === null || target.has(key)) return 0;
  const expireAt = db.expireAt(key);
  db.delete(key);
  target.put(key, value, expireAt);
  db.notify(keyEvents.generic, 'move_from', key);
  target.notify(keyEvents.generic, 'move_to', key);
  return 1;
}

function copy(call: Call): Reply {
  const { args, db } = call;
  const [, from, to] = args as [Binary, Binary, Binary];
  let target = db;
  let replaces = false;
  for (let at = 3; at < args.length; at++) {
    const option = word(args[at]);
    if (option === 'REPLACE') replaces = true;
    else if (option === 'DB' && at + 1 < args.length) target = databaseAt(call, args[++at] as Binary);
    else fail(errors.syntax);
  }
  if (target === db && from === to) fail('ERR source and destination objects are the same');
  const value = db.get(from);
  if (value === null || (target.has(to) && !replaces)) return 0;
  target.delete(to);
  target.put(to, copiedValue(value), db.expireAt(from));
  target.notify(keyEvents.generic, 'copy_to', to);
  return 1;
}

function swap({ args, server, told }: Call): Reply {
  const [first, second] = [
    whole(args[1] as Binary, 'ERR invalid first DB index'),
    whole(args[2] as Binary, 'ERR invalid second DB index'),
  ];
  if (Math.min(first, second) < 0 || Math.max(first, second) >= server.keyspace.databases.length)
    fail('ERR DB index is out of range');
  if (first === second) return ok;
  told.always();
  const [a, b] = [
    server.keyspace.databases[first] as Database,
    server.keyspace.databases[second] as Database,
  ];
  server.keyspace.events.silently(() => {
    // What has expired goes along, as with a replica that only hears of the swap: it is met, and ends, over there.
    const [endedInA, endedInB] = [a.takeExpired(), b.takeExpired()];
    const [fromA, fromB] = [taken(a), taken(b)];
    for (const { key, value, expireAt } of fromA) b.put(key, value, expireAt);
    for (const { key, value, expireAt } of fromB) a.put(key, value, expireAt);
    for (const ended of endedInA) b.putExpired(ended);
    for (const ended of endedInB) a.putExpired(ended);
  });
  return ok;
}

/** All keys of a database, which has none afterwards. */
function taken(db: Database): TakenKey[] {
  return [...db.keys()].flatMap((key) => {
    const value = db.get(key);
    if (value === null) return [];
    const expireAt = db.expireAt(key);
    db.delete(key);
    return [{ key, value, expireAt }];
  });
}

const one: KeyRange = [1, 1, 1];

export const copyCommands: readonly CommandSpec[] = [
  command('rename', 3, 'write', [1, 2, 1], '1.0.0', 'Gives a value another key', (call) =>
    rename(call, false),
  ),
  command(
    'renamenx',
    3,
    'write fast',
    [1, 2, 1],
    '1.0.0',
    'Gives a value another key if that is not there',
    (call) => rename(call, true),
  ),
  command('move', 3, 'write fast', one, '1.0.0', 'Moves a key to another database', move),
  command('copy', -3, 'write denyoom', [1, 2, 1], '6.2.0', 'Copies a value to another key', copy),
];

export const swapCommand: CommandSpec = {
  name: 'swapdb',
  arity: 3,
  flags: 'write fast',
  since: '4.0.0',
  summary: 'Exchanges two databases',
  categories: ['keyspace', 'dangerous'],
  run: swap,
};
