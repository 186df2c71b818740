import type { End } from '../../deque.ts';
import type { Binary } from '../../value.ts';
import { timeoutMs } from '../arguments.ts';
import { type Blocked, type Call, type CommandSpec, command } from '../command.ts';
import { nullArray, type Reply } from '../reply.ts';
import { popAt, poppedAt } from './list.ts';
import { endOf, moveItem } from './move.ts';

function popOrWait({ args, db, told }: Call, end: End): Reply | Blocked {
  const waits = timeoutMs(args.at(-1) as Binary);
  const keys = args.slice(1, -1);
  const attempt = (): Reply | Blocked => {
    for (const key of keys) {
      const list = db.typed(key, 'list');
      if (!list) continue;
      const [item] = list.items.take(1, end) as [Binary];
      db.changed(key, list, poppedAt[end]);
      told.as(popAt[end], key);
      return [key, item];
    }
    return {
      kind: 'blocked',
      waitsFor: 'list',
      keys,
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  };
  return attempt();
}

/** A key that holds something else by the time of a retry is as good as none. */
function moveOrWait({ args, db, told }: Call, fromEnd: End, toEnd: End): Reply | Blocked {
  const waits = timeoutMs(args.at(-1) as Binary);
  const [, from, to] = args as [Binary, Binary, Binary];
  const hasEnds = args.length > 4;
  const attempt = (): Reply | Blocked => {
    const item = moveItem(db, from, to, fromEnd, toEnd);
    if (item !== null) {
      if (hasEnds) told.as('LMOVE', from, to, args[3] as Binary, args[4] as Binary);
      else told.as('RPOPLPUSH', from, to);
      return item;
    }
    return {
      kind: 'blocked',
      waitsFor: 'list',
      keys: [from],
      timeoutMs: waits,
      onTimeout: nullArray,
      retry: attempt,
    };
  };
  return attempt();
}

const pops = 'write noscript blocking';
const moves = 'write denyoom noscript blocking';

export const blockingListCommands: readonly CommandSpec[] = [
  command('blpop', -3, pops, [1, -2, 1], '2.0.0', 'Takes the first item, and waits for it', (call) =>
    popOrWait(call, 'start'),
  ),
  command('brpop', -3, pops, [1, -2, 1], '2.0.0', 'Takes the last item, and waits for it', (call) =>
    popOrWait(call, 'end'),
  ),
  command('blmove', 6, moves, [1, 2, 1], '6.2.0', 'Moves an item, and waits for it', (call) =>
    moveOrWait(call, endOf(call.args[3]), endOf(call.args[4])),
  ),
  command('brpoplpush', 4, moves, [1, 2, 1], '2.2.0', 'Moves the last item, and waits for it', (call) =>
    moveOrWait(call, 'end', 'start'),
  ),
];
