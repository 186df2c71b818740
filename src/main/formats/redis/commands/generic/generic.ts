import type { Binary } from '../../value.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import { matchesGlob } from '../glob.ts';
import { type Reply, status } from '../reply.ts';
import { copyCommands } from './copy.ts';
import { expireCommands } from './expire.ts';
import { scanCommand } from './scan.ts';
import { sortCommands } from './sort.ts';

/** Keys that RANDOMKEY looks at, from a place by chance, before it takes any that it finds. */
const randomLooks = 100;

const count =
  (isCounted: (call: Call, key: Binary) => boolean) =>
  (call: Call): Reply =>
    call.args.slice(1).reduce((sum, key) => sum + (isCounted(call, key) ? 1 : 0), 0);

function randomKey({ db }: Call): Reply {
  const chosen = randomKeyOf((looked) => db.page(looked, randomLooks), db.positions);
  return chosen;
}

function randomKeyOf(
  page: (position: number) => { keys: Binary[]; next: number | null },
  positions: number,
): Binary | null {
  for (const from of [Math.floor(Math.random() * positions), 0]) {
    for (let position: number | null = from; position !== null; ) {
      const { keys, next } = page(position);
      if (keys.length > 0) return keys[Math.floor(Math.random() * keys.length)] as Binary;
      position = next;
    }
  }
  return null;
}

function keysMatching({ args, db }: Call): Reply {
  const pattern = args[1] as Binary;
  const all = pattern === '*';
  return [...db.keys()].filter((key) => all || matchesGlob(pattern, key));
}

export const genericCommands: readonly CommandSpec[] = [
  command(
    'del',
    -2,
    'write',
    [1, -1, 1],
    '1.0.0',
    'Deletes keys',
    count(({ db }, key) => db.remove(key)),
  ),
  command(
    'unlink',
    -2,
    'write fast',
    [1, -1, 1],
    '4.0.0',
    'Deletes keys',
    count(({ db }, key) => db.remove(key)),
  ),
  command(
    'exists',
    -2,
    'readonly fast',
    [1, -1, 1],
    '1.0.0',
    'How many of the keys are there',
    count(({ db }, key) => db.has(key)),
  ),
  command(
    'touch',
    -2,
    'readonly fast',
    [1, -1, 1],
    '3.2.1',
    'Counts as a use of the keys',
    count(({ db }, key) => db.get(key) !== null),
  ),
  command('type', 2, 'readonly fast', [1, 1, 1], '1.0.0', 'The type of a value', ({ args, db }) =>
    status(db.peek(args[1] as Binary)?.type ?? 'none'),
  ),
  command('keys', 2, 'readonly', null, '1.0.0', 'All keys that match a pattern', keysMatching, {
    categories: ['dangerous'],
  }),
  command('randomkey', 1, 'readonly', null, '1.0.0', 'A key by chance', randomKey),
  scanCommand,
  ...copyCommands,
  ...expireCommands,
  ...sortCommands,
];
