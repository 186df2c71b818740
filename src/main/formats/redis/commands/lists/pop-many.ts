import type { End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { timeoutMs } from '../arguments.ts';
import { type Blocked, type Call, type CommandSpec, command } from '../command.ts';
import { countedKeys } from '../key-positions.ts';
import { type PopRequest, popRequestOf } from '../pop-request.ts';
import { nullArray, type Reply } from '../reply.ts';
import { popAt, poppedAt } from './list.ts';
import { endOf } from './move.ts';

type Request = PopRequest<End>;

function popFirst({ db, told }: Call, { keys, end, count }: Request): Reply | null {
  for (const key of keys) {
    const list = db.typed(key, 'list');
    if (!list) continue;
    const taken = list.items.take(count, end);
    db.changed(key, list, poppedAt[end]);
    told.as(popAt[end], key, String(taken.length));
    return [key, taken];
  }
  return null;
}

function popOrWait(call: Call): Reply | Blocked {
  const { args, mayBlock } = call;
  const waits = timeoutMs(args[1] as Binary);
  const request = popRequestOf(args, 2, endOf);
  const attempt = (): Reply | Blocked =>
    popFirst(call, request) ?? {
      kind: 'blocked',
      waitsFor: 'list',
      keys: request.keys,
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  return mayBlock ? attempt() : (popFirst(call, request) ?? nullArray);
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
    (call) => popFirst(call, popRequestOf(call.args, 1, endOf)) ?? nullArray,
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
