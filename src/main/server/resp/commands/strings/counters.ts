import type { Binary } from '../../../../formats/redis/value.ts';
import { errors, fail } from '../../protocol/errors.ts';
import type { Reply } from '../../protocol/reply.ts';
import { integer, isIntegerInRange } from '../arguments.ts';
import type { Call, CommandSpec } from '../command.ts';
import { addFloatTexts } from './float-sum.ts';

function add({ args, db }: Call, by: bigint): Reply {
  const key = args[1] as Binary;
  const sum = integer(db.text(key) ?? '0') + by;
  if (!isIntegerInRange(sum)) fail('ERR increment or decrement would overflow');
  db.replace(key, { type: 'string', text: String(sum) });
  return sum;
}

function decreaseBy(call: Call): Reply {
  const by = integer(call.args[2] as Binary);
  if (!isIntegerInRange(-by)) fail('ERR decrement would overflow');
  return add(call, -by);
}

function addFloat({ args, db }: Call): Reply {
  const [, key, by] = args as [Binary, Binary, Binary];
  const text = addFloatTexts(db.text(key) ?? '0', by, errors.notAFloat);
  db.replace(key, { type: 'string', text });
  return text;
}

export const counterCommands: readonly CommandSpec[] = [
  {
    name: 'incr',
    arity: 2,
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    since: '1.0.0',
    summary: 'Adds 1 to an integer',
    run: (call) => add(call, 1n),
  },
  {
    name: 'decr',
    arity: 2,
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    since: '1.0.0',
    summary: 'Takes 1 from an integer',
    run: (call) => add(call, -1n),
  },
  {
    name: 'incrby',
    arity: 3,
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    since: '1.0.0',
    summary: 'Adds to an integer',
    run: (call) => add(call, integer(call.args[2] as Binary)),
  },
  {
    name: 'decrby',
    arity: 3,
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    since: '1.0.0',
    summary: 'Takes from an integer',
    run: decreaseBy,
  },
  {
    name: 'incrbyfloat',
    arity: 3,
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    since: '2.6.0',
    summary: 'Adds to a float',
    run: addFloat,
  },
];
