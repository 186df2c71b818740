import type { Binary } from '../../value.ts';
import { whole } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import { ok, type Reply } from '../reply.ts';
import { counterCommands } from './counters.ts';
import { lcsCommand } from './lcs.ts';
import { setCommands } from './set.ts';

function get({ args, db, server }: Call): Reply {
  const text = db.text(args[1] as Binary);
  if (text === null) server.stats.misses++;
  else server.stats.hits++;
  return text;
}

function getMany({ args, db }: Call): Reply {
  return args.slice(1).map((key) => {
    const value = db.get(key);
    return value?.type === 'string' ? value.text : null;
  });
}

function append({ args, db, server }: Call): Reply {
  const [, key, tail] = args as [Binary, Binary, Binary];
  const before = db.text(key);
  const text = (before ?? '') + tail;
  checkLength(text.length, server.config.number('proto-max-bulk-len'));
  db.replace(key, before === null ? { type: 'string', text } : { type: 'string', text, form: 'raw' });
  db.notify(keyEvents.string, 'append', key);
  return text.length;
}

function checkLength(length: number, max: number): void {
  if (length > max) fail(errors.tooLong);
}

function setRange({ args, db, server }: Call): Reply {
  const [, key, offsetText, part] = args as [Binary, Binary, Binary, Binary];
  const offset = whole(offsetText);
  if (offset < 0) fail('ERR offset is out of range');
  const before = db.text(key) ?? '';
  if (part === '') return before.length;
  checkLength(offset + part.length, server.config.number('proto-max-bulk-len'));
  const head = before.slice(0, offset).padEnd(offset, '\0');
  const text = head + part + before.slice(offset + part.length);
  db.replace(key, { type: 'string', text, form: 'raw' });
  db.notify(keyEvents.string, 'setrange', key);
  return text.length;
}

function getRange({ args, db }: Call): Reply {
  const [, key, startText, endText] = args as [Binary, Binary, Binary, Binary];
  const [start, end] = [whole(startText), whole(endText)];
  const text = db.text(key) ?? '';
  if (start < 0 && end < 0 && start > end) return '';
  const from = Math.max(0, start < 0 ? text.length + start : start);
  const to = Math.min(text.length - 1, Math.max(0, end < 0 ? text.length + end : end));
  return from > to ? '' : text.slice(from, to + 1);
}

function setMany({ args, db }: Call): Reply {
  checkPairs(args, 'mset');
  for (let at = 1; at < args.length; at += 2) {
    db.put(args[at] as Binary, { type: 'string', text: args[at + 1] as Binary });
    db.notify(keyEvents.string, 'set', args[at] as Binary);
  }
  return ok;
}

function checkPairs(args: readonly Binary[], name: string): void {
  if (args.length % 2 === 0) fail(`ERR wrong number of arguments for '${name}' command`);
}

function setManyNew(call: Call): Reply {
  const { args, db } = call;
  checkPairs(args, 'msetnx');
  for (let at = 1; at < args.length; at += 2) if (db.has(args[at] as Binary)) return 0;
  setMany(call);
  return 1;
}

const one: KeyRange = [1, 1, 1];

export const stringCommands: readonly CommandSpec[] = [
  command('get', 2, 'readonly fast', one, '1.0.0', 'The string value of a key', get),
  command('mget', -2, 'readonly fast', [1, -1, 1], '1.0.0', 'The string values of many keys', getMany),
  command('append', 3, 'write denyoom fast', one, '2.0.0', 'Puts text behind a string', append),
  command('setrange', 4, 'write denyoom', one, '2.2.0', 'Overwrites a part of a string', setRange),
  command('getrange', 4, 'readonly', one, '2.4.0', 'A part of a string', getRange),
  command('substr', 4, 'readonly', one, '1.0.0', 'A part of a string', getRange),
  command('mset', -3, 'write denyoom', [1, -1, 2], '1.0.1', 'Sets many strings', setMany),
  command(
    'msetnx',
    -3,
    'write denyoom',
    [1, -1, 2],
    '1.0.1',
    'Sets many strings if none of the keys is there',
    setManyNew,
  ),
  command(
    'strlen',
    2,
    'readonly fast',
    one,
    '2.2.0',
    'The length of a string',
    ({ args, db }) => db.text(args[1] as Binary)?.length ?? 0,
  ),
  ...setCommands,
  ...counterCommands,
  lcsCommand,
];
