import type { Binary } from '../../value.ts';
import { integer, isIntegerInRange } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { mapReply, ok, type Reply } from '../reply.ts';
import { addFloatTexts } from '../strings/float-sum.ts';
import { parseLongDouble } from '../strings/long-double.ts';
import { emptyHash, hashAt } from './hash.ts';
import { hashScanCommand } from './hash-scan.ts';
import { randomFieldCommand } from './random-field.ts';

function set(call: Call, name: string): Reply {
  const { args, db } = call;
  if (args.length % 2 !== 0) fail(`ERR wrong number of arguments for '${name}' command`);
  const hash = hashAt(call) ?? emptyHash();
  let added = 0;
  for (let at = 2; at < args.length; at += 2) {
    const field = args[at] as Binary;
    if (!hash.fields.has(field)) added++;
    hash.fields.set(field, { value: args[at + 1] as Binary, expireAt: null });
  }
  db.changed(args[1] as Binary, hash, 'hset');
  return name === 'hmset' ? ok : added;
}

function setNew(call: Call): Reply {
  const hash = hashAt(call);
  return hash?.fields.has(call.args[2] as Binary) ? 0 : set(call, 'hsetnx');
}

function get(call: Call): Reply {
  return hashAt(call)?.fields.get(call.args[2] as Binary)?.value ?? null;
}

function getMany(call: Call): Reply {
  const hash = hashAt(call);
  return call.args.slice(2).map((field) => hash?.fields.get(field)?.value ?? null);
}

function remove(call: Call): Reply {
  const { args, db } = call;
  const hash = hashAt(call);
  if (!hash) return 0;
  let removed = 0;
  for (const field of args.slice(2)) if (hash.fields.delete(field)) removed++;
  if (removed > 0) db.changed(args[1] as Binary, hash, 'hdel');
  return removed;
}

function add(call: Call): Reply {
  const { args, db } = call;
  const [, key, name, byText] = args as [Binary, Binary, Binary, Binary];
  const by = integer(byText);
  const hash = hashAt(call) ?? emptyHash();
  const field = hash.fields.get(name);
  const sum = integer(field?.value ?? '0', 'ERR hash value is not an integer') + by;
  if (!isIntegerInRange(sum)) fail('ERR increment or decrement would overflow');
  hash.fields.set(name, { value: String(sum), expireAt: field?.expireAt ?? null });
  db.changed(key, hash, 'hincrby');
  return sum;
}

function addFloat(call: Call): Reply {
  const { args, db, told } = call;
  const [, key, name, by] = args as [Binary, Binary, Binary, Binary];
  const added = parseLongDouble(by) ?? fail(errors.notAFloat);
  if (added === 'infinite') fail('ERR value is NaN or Infinity');
  const hash = hashAt(call) ?? emptyHash();
  const field = hash.fields.get(name);
  const value = addFloatTexts(field?.value ?? '0', by, 'ERR hash value is not a float');
  hash.fields.set(name, { value, expireAt: field?.expireAt ?? null });
  db.changed(key, hash, 'hincrbyfloat');
  // Whoever adds floats in another way has the same sum.
  told.as('HSET', key, name, value);
  return value;
}

const fieldsOf = (call: Call): [Binary, Binary][] =>
  Array.from(hashAt(call)?.fields ?? [], ([name, { value }]) => [name, value]);

const one: KeyRange = [1, 1, 1];

export const hashCommands: readonly CommandSpec[] = [
  command('hset', -4, 'write denyoom fast', one, '2.0.0', 'Sets fields', (call) => set(call, 'hset')),
  command('hmset', -4, 'write denyoom fast', one, '2.0.0', 'Sets fields', (call) => set(call, 'hmset')),
  command('hsetnx', 4, 'write denyoom fast', one, '2.0.0', 'Sets a field that is not there', setNew),
  command('hget', 3, 'readonly fast', one, '2.0.0', 'The value of a field', get),
  command('hmget', -3, 'readonly fast', one, '2.0.0', 'The values of fields', getMany),
  command(
    'hgetall',
    2,
    'readonly',
    one,
    '2.0.0',
    'All fields with their values',
    (call) => mapReply(fieldsOf(call)),
    {
      tips: ['nondeterministic_output_order'],
    },
  ),
  command(
    'hkeys',
    2,
    'readonly',
    one,
    '2.0.0',
    'All fields',
    (call) => fieldsOf(call).map(([name]) => name),
    {
      tips: ['nondeterministic_output_order'],
    },
  ),
  command(
    'hvals',
    2,
    'readonly',
    one,
    '2.0.0',
    'All values',
    (call) => fieldsOf(call).map(([, value]) => value),
    {
      tips: ['nondeterministic_output_order'],
    },
  ),
  command(
    'hlen',
    2,
    'readonly fast',
    one,
    '2.0.0',
    'How many fields there are',
    (call) => hashAt(call)?.fields.size ?? 0,
  ),
  command('hexists', 3, 'readonly fast', one, '2.0.0', 'Whether a field is there', (call) =>
    hashAt(call)?.fields.has(call.args[2] as Binary) ? 1 : 0,
  ),
  command(
    'hstrlen',
    3,
    'readonly fast',
    one,
    '3.2.0',
    'The length of a value',
    (call) => hashAt(call)?.fields.get(call.args[2] as Binary)?.value.length ?? 0,
  ),
  command('hdel', -3, 'write fast', one, '2.0.0', 'Deletes fields', remove),
  command('hincrby', 4, 'write denyoom fast', one, '2.0.0', 'Adds to an integer', add),
  command('hincrbyfloat', 4, 'write denyoom fast', one, '2.6.0', 'Adds to a float', addFloat),
  hashScanCommand,
  randomFieldCommand,
];
