import { combineBytes } from '../../bits.ts';
import type { Binary } from '../../value.ts';
import { binaryOf, bytesOf } from '../../value.ts';
import { word } from '../arguments.ts';
import { type Call, command } from '../command.ts';
import { errors, fail } from '../errors.ts';
import { keyEvents } from '../key-events.ts';
import type { Reply } from '../reply.ts';

const operations = ['AND', 'OR', 'XOR', 'NOT'];

/** Shorter strings count as if zeros stood behind them. */
function combine({ args, db }: Call): Reply {
  const operation = word(args[1]);
  const target = args[2] as Binary;
  if (!operations.includes(operation)) fail(errors.syntax);
  if (operation === 'NOT' && args.length !== 4)
    fail('ERR BITOP NOT must be called with a single source key.');
  const inputs = args.slice(3).map((key) => bytesOf(db.text(key) ?? ''));
  const length = Math.max(...inputs.map((input) => input.length));
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) {
    bytes[at] = combineBytes(
      operation,
      inputs.map((input) => input[at] ?? 0),
    );
  }
  if (length === 0) db.remove(target);
  else {
    db.put(target, { type: 'string', text: binaryOf(bytes), form: 'raw' });
    db.notify(keyEvents.string, 'set', target);
  }
  return length;
}

export const bitOperationCommand = command(
  'bitop',
  -4,
  'write denyoom',
  [2, -1, 1],
  '2.6.0',
  'Puts strings together bit by bit',
  combine,
);
