import type { Binary } from '../../value.ts';
import { integer, isIntegerInRange, word } from '../arguments.ts';
import type { Call, CommandSpec } from '../command.ts';
import { fail } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { storedDeadline } from '../stored-deadline.ts';

/** ms of the command's unit, and whether it counts from now on. */
interface Unit {
  name: string;
  scale: bigint;
  isRelative: boolean;
}

const conditions = ['NX', 'XX', 'GT', 'LT'];

function expire({ args, db, nowMs, told }: Call, { name, scale, isRelative }: Unit): Reply {
  const key = args[1] as Binary;
  const given = integer(args[2] as Binary);
  const chosen = conditionsOf(args);
  const at = given * scale + (isRelative ? BigInt(nowMs) : 0n);
  if (!isIntegerInRange(given * scale) || !isIntegerInRange(at))
    fail(`ERR invalid expire time in '${name}' command`);
  if (!db.has(key)) return 0;
  const before = db.expireAt(key);
  const when = storedDeadline(at);
  if (chosen.has('NX') && before !== null) return 0;
  if (chosen.has('XX') && before === null) return 0;
  if (chosen.has('GT') && (before === null || when <= before)) return 0;
  if (chosen.has('LT') && before !== null && when >= before) return 0;
  db.expire(key, when);
  if (when <= nowMs) told.as('DEL', key);
  else told.as('PEXPIREAT', key, String(when), ...args.slice(3));
  return 1;
}

function conditionsOf(args: readonly Binary[]): Set<string> {
  const chosen = new Set<string>();
  for (const option of args.slice(3)) {
    if (!conditions.includes(word(option))) fail(`ERR Unsupported option ${option}`);
    chosen.add(word(option));
  }
  if (chosen.has('NX') && chosen.size > 1)
    fail('ERR NX and XX, GT or LT options at the same time are not compatible');
  if (chosen.has('GT') && chosen.has('LT')) fail('ERR GT and LT options at the same time are not compatible');
  return chosen;
}

function left({ args, db, nowMs }: Call, perUnit: number): Reply {
  const key = args[1] as Binary;
  if (!db.has(key)) return -2;
  const at = db.expireAt(key);
  return at === null
    ? -1
    : perUnit === 1
      ? Math.max(0, at - nowMs)
      : Math.floor((Math.max(0, at - nowMs) + 500) / perUnit);
}

function deadline({ args, db }: Call, perUnit: number): Reply {
  const key = args[1] as Binary;
  if (!db.has(key)) return -2;
  const at = db.expireAt(key);
  return at === null ? -1 : perUnit === 1 ? at : Math.floor((at + 500) / perUnit);
}

function persist({ args, db }: Call): Reply {
  const key = args[1] as Binary;
  if (db.expireAt(key) === null) return 0;
  db.persist(key);
  return 1;
}

const setting = (
  name: string,
  scale: bigint,
  isRelative: boolean,
  since: string,
  summary: string,
): CommandSpec => ({
  name,
  arity: -3,
  flags: 'write fast',
  keys: [1, 1, 1],
  since,
  summary,
  run: (call) => expire(call, { name, scale, isRelative }),
});

const asking = (name: string, run: CommandSpec['run'], since: string, summary: string): CommandSpec => ({
  name,
  arity: 2,
  flags: 'readonly fast',
  keys: [1, 1, 1],
  since,
  summary,
  run,
});

export const expireCommands: readonly CommandSpec[] = [
  setting('expire', 1000n, true, '1.0.0', 'Lets a key expire after seconds'),
  setting('pexpire', 1n, true, '2.6.0', 'Lets a key expire after milliseconds'),
  setting('expireat', 1000n, false, '1.2.0', 'Lets a key expire at a time in seconds'),
  setting('pexpireat', 1n, false, '2.6.0', 'Lets a key expire at a time in milliseconds'),
  asking('ttl', (call) => left(call, 1000), '1.0.0', 'Seconds that a key has left'),
  asking('pttl', (call) => left(call, 1), '2.6.0', 'Milliseconds that a key has left'),
  asking('expiretime', (call) => deadline(call, 1000), '7.0.0', 'When a key expires, in seconds'),
  asking('pexpiretime', (call) => deadline(call, 1), '7.0.0', 'When a key expires, in milliseconds'),
  { ...asking('persist', persist, '2.2.0', 'Takes the deadline away'), flags: 'write fast' },
];
