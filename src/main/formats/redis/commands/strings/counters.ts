import type { Binary } from '../../value.ts';
import { integer, isIntegerInRange } from '../arguments.ts';
import { type Call, type CommandSpec, command, type KeyRange } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import type { Reply } from '../reply.ts';
import { addFloatTexts } from './float-sum.ts';

function add({ args, db }: Call, by: bigint): Reply {
  const key = args[1] as Binary;
  const sum = integer(db.text(key) ?? '0') + by;
  if (!isIntegerInRange(sum)) fail('ERR increment or decrement would overflow');
  db.replace(key, { type: 'string', text: String(sum) });
  db.notify(keyEvents.string, 'incrby', key);
  return sum;
}

function decreaseBy(call: Call): Reply {
  const by = integer(call.args[2] as Binary);
  if (!isIntegerInRange(-by)) fail('ERR decrement would overflow');
  return add(call, -by);
}

function addFloat({ args, db, told }: Call): Reply {
  const [, key, by] = args as [Binary, Binary, Binary];
  const text = addFloatTexts(db.text(key) ?? '0', by, errors.notAFloat);
  db.replace(key, { type: 'string', text, form: 'embstr' });
  // Whoever adds floats in another way has the same sum.
  told.as('SET', key, text, 'KEEPTTL');
  db.notify(keyEvents.string, 'incrbyfloat', key);
  return text;
}

const one: KeyRange = [1, 1, 1];

export const counterCommands: readonly CommandSpec[] = [
  command('incr', 2, 'write denyoom fast', one, '1.0.0', 'Adds 1 to an integer', (call) => add(call, 1n)),
  command('decr', 2, 'write denyoom fast', one, '1.0.0', 'Takes 1 from an integer', (call) => add(call, -1n)),
  command('incrby', 3, 'write denyoom fast', one, '1.0.0', 'Adds to an integer', (call) =>
    add(call, integer(call.args[2] as Binary)),
  ),
  command('decrby', 3, 'write denyoom fast', one, '1.0.0', 'Takes from an integer', decreaseBy),
  command('incrbyfloat', 3, 'write denyoom fast', one, '2.6.0', 'Adds to a float', addFloat),
];
