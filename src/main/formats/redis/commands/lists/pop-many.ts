import type { End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { timeoutMs, wholeInRange, word } from '../arguments.ts';
import { type Blocked, type Call, type CommandSpec, command } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { countedKeys } from '../key-positions.ts';
import { nullArray, type Reply } from '../reply.ts';
import { poppedAt } from './list.ts';
import { endOf } from './move.ts';

interface Request {
  keys: readonly Binary[];
  end: End;
  count: number;
}

/** `numkeys key… LEFT|RIGHT [COUNT n]`, from an argument on. */
function requestOf(args: readonly Binary[], from: number): Request {
  const numKeys = wholeInRange(args[from] as Binary, 1, 2 ** 31, 'ERR numkeys should be greater than 0');
  const whereAt = from + 1 + numKeys;
  if (whereAt >= args.length) fail(errors.syntax);
  const end = endOf(args[whereAt]);
  let count = 1;
  if (args.length > whereAt + 1) {
    if (word(args[whereAt + 1]) !== 'COUNT' || args.length !== whereAt + 3) fail(errors.syntax);
    count = wholeInRange(args[whereAt + 2] as Binary, 1, 2 ** 31, 'ERR count should be greater than 0');
  }
  return { keys: args.slice(from + 1, whereAt), end, count };
}

function popFirst(db: Database, { keys, end, count }: Request): Reply | null {
  for (const key of keys) {
    const list = db.typed(key, 'list');
    if (!list) continue;
    const taken = list.items.take(count, end);
    db.changed(key, list, poppedAt[end]);
    return [key, taken];
  }
  return null;
}

function popOrWait({ args, db, mayBlock }: Call): Reply | Blocked {
  const waits = timeoutMs(args[1] as Binary);
  const request = requestOf(args, 2);
  const attempt = (): Reply | Blocked =>
    popFirst(db, request) ?? {
      kind: 'blocked',
      waitsFor: 'list',
      keys: request.keys,
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  return mayBlock ? attempt() : (popFirst(db, request) ?? nullArray);
}

const findKeys = (countAt: number) => ({ findKeys: (args: readonly Binary[]) => countedKeys(args, countAt) });

export const popManyCommands: readonly CommandSpec[] = [
  command(
    'lmpop',
    -4,
    'write movablekeys',
    null,
    '7.0.0',
    'Takes items from the first list that has any',
    ({ args, db }) => popFirst(db, requestOf(args, 1)) ?? nullArray,
    findKeys(1),
  ),
  command(
    'blmpop',
    -5,
    'write blocking movablekeys',
    null,
    '7.0.0',
    'The same, and waits for them',
    popOrWait,
    findKeys(2),
  ),
];
