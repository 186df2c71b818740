import type { Binary } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import { ok, type Reply } from '../reply.ts';
import { deadlineOf, isExpiryOption } from './expiry-option.ts';

function set(call: Call): Reply {
  const { args, db, told } = call;
  const [, key, text] = args as [Binary, Binary, Binary];
  if (args.length === 3) {
    db.put(key, { type: 'string', text });
    db.notify(keyEvents.string, 'set', key);
    return ok;
  }
  const { condition, isGet, keepsDeadline, expireAt } = setOptions(call);
  const before = isGet ? db.text(key) : null;
  if (condition !== null && db.has(key) !== (condition === 'XX')) return isGet ? before : null;
  put(db, key, text, keepsDeadline ? db.expireAt(key) : expireAt);
  if (expireAt !== null) {
    tellWithDeadline(call, key, text, expireAt);
    db.notify(keyEvents.generic, 'expire', key);
  } else if (isGet) told.as(...args.filter((option, at) => at < 3 || word(option) !== 'GET'));
  return isGet ? before : ok;
}

function tellWithDeadline({ told }: Call, key: Binary, text: Binary, expireAt: number): void {
  told.as('SET', key, text, 'PXAT', String(expireAt));
}

function put(db: Database, key: Binary, text: Binary, expireAt: number | null = null): void {
  db.put(key, { type: 'string', text }, expireAt);
  db.notify(keyEvents.string, 'set', key);
}

interface SetOptions {
  condition: 'NX' | 'XX' | null;
  isGet: boolean;
  keepsDeadline: boolean;
  expireAt: number | null;
}

function setOptions({ args, nowMs }: Call): SetOptions {
  const options: SetOptions = { condition: null, isGet: false, keepsDeadline: false, expireAt: null };
  let expiry: { option: string; text: Binary | undefined } | null = null;
  for (let at = 3; at < args.length; at++) {
    const option = word(args[at]);
    if ((option === 'NX' || option === 'XX') && (options.condition ?? option) === option)
      options.condition = option;
    else if (option === 'GET') options.isGet = true;
    else if (option === 'KEEPTTL' && expiry === null) options.keepsDeadline = true;
    else if (isExpiryOption(option) && expiry === null && !options.keepsDeadline && at + 1 < args.length)
      expiry = { option, text: args[++at] };
    else fail(errors.syntax);
  }
  if (expiry) options.expireAt = deadlineOf(expiry.option, expiry.text, nowMs, 'set');
  return options;
}

function setWithTtl(call: Call, option: 'EX' | 'PX', name: string): Reply {
  const { args, db, nowMs } = call;
  const [, key, ttl, text] = args as [Binary, Binary, Binary, Binary];
  const expireAt = deadlineOf(option, ttl, nowMs, name);
  put(db, key, text, expireAt);
  tellWithDeadline(call, key, text, expireAt);
  db.notify(keyEvents.generic, 'expire', key);
  return ok;
}

function setNew({ args, db }: Call): Reply {
  const [, key, text] = args as [Binary, Binary, Binary];
  if (db.has(key)) return 0;
  put(db, key, text);
  return 1;
}

function getSet({ args, db, told }: Call): Reply {
  const [, key, text] = args as [Binary, Binary, Binary];
  const before = db.text(key);
  put(db, key, text);
  told.as('SET', key, text);
  return before;
}

function getAndDelete({ args, db, told }: Call): Reply {
  const key = args[1] as Binary;
  const text = db.text(key);
  if (text !== null) db.remove(key);
  told.as('DEL', key);
  return text;
}

function getAndExpire({ args, db, nowMs, told }: Call): Reply {
  const key = args[1] as Binary;
  const option = word(args[2]);
  const isPersist = option === 'PERSIST';
  if (args.length > 2 && args.length !== (isPersist ? 3 : 4)) fail(errors.syntax);
  if (args.length > 2 && !isPersist && !isExpiryOption(option)) fail(errors.syntax);
  const text = db.text(key);
  if (text === null || args.length === 2) return text;
  if (!isPersist) {
    const expireAt = deadlineOf(option, args[3], nowMs, 'getex');
    db.expire(key, expireAt);
    if (expireAt <= nowMs) told.as('DEL', key);
    else told.as('PEXPIREAT', key, String(expireAt));
  } else if (db.expireAt(key) !== null) {
    db.persist(key);
    told.as('PERSIST', key);
  }
  return text;
}

const one: KeyRange = [1, 1, 1];

export const setCommands: readonly CommandSpec[] = [
  command('set', -3, 'write denyoom', one, '1.0.0', 'Sets a string, whatever the key held', set),
  command('setex', 4, 'write denyoom', one, '2.0.0', 'Sets a string that expires after seconds', (call) =>
    setWithTtl(call, 'EX', 'setex'),
  ),
  command(
    'psetex',
    4,
    'write denyoom',
    one,
    '2.6.0',
    'Sets a string that expires after milliseconds',
    (call) => setWithTtl(call, 'PX', 'psetex'),
  ),
  command('setnx', 3, 'write denyoom fast', one, '1.0.0', 'Sets a string if the key is not there', setNew),
  command('getset', 3, 'write denyoom fast', one, '1.0.0', 'Sets a string and answers what it was', getSet),
  command('getdel', 2, 'write fast', one, '6.2.0', 'The string of a key, which is deleted', getAndDelete),
  command(
    'getex',
    -2,
    'write fast',
    one,
    '6.2.0',
    'The string of a key, whose deadline is changed',
    getAndExpire,
  ),
];
