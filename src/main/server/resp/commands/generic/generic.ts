import type { Binary } from '../../../../formats/redis/value.ts';
import { matchesGlob } from '../../glob.ts';
import { type Reply, status } from '../../protocol/reply.ts';
import type { Call, CommandSpec } from '../command.ts';
import { copyCommands } from './copy.ts';
import { dumpCommands } from './dump.ts';
import { expireCommands } from './expire.ts';
import { objectCommand } from './object.ts';
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
  {
    name: 'del',
    arity: -2,
    flags: 'write',
    keys: [1, -1, 1],
    since: '1.0.0',
    summary: 'Deletes keys',
    run: count(({ db }, key) => db.delete(key)),
  },
  {
    name: 'unlink',
    arity: -2,
    flags: 'write fast',
    keys: [1, -1, 1],
    since: '4.0.0',
    summary: 'Deletes keys',
    run: count(({ db }, key) => db.delete(key)),
  },
  {
    name: 'exists',
    arity: -2,
    flags: 'readonly fast',
    keys: [1, -1, 1],
    since: '1.0.0',
    summary: 'How many of the keys are there',
    run: count(({ db }, key) => db.has(key)),
  },
  {
    name: 'touch',
    arity: -2,
    flags: 'readonly fast',
    keys: [1, -1, 1],
    since: '3.2.1',
    summary: 'Counts as a use of the keys',
    run: count(({ db }, key) => db.get(key) !== null),
  },
  {
    name: 'type',
    arity: 2,
    flags: 'readonly fast',
    keys: [1, 1, 1],
    since: '1.0.0',
    summary: 'The type of a value',
    run: ({ args, db }) => status(db.peek(args[1] as Binary)?.type ?? 'none'),
  },
  {
    name: 'keys',
    arity: 2,
    flags: 'readonly',
    since: '1.0.0',
    summary: 'All keys that match a pattern',
    run: keysMatching,
  },
  {
    name: 'randomkey',
    arity: 1,
    flags: 'readonly',
    since: '1.0.0',
    summary: 'A key by chance',
    run: randomKey,
  },
  scanCommand,
  objectCommand,
  ...copyCommands,
  ...expireCommands,
  ...dumpCommands,
  ...sortCommands,
];
