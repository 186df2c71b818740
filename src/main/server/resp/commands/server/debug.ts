import { parseFloatText, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { ok, type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { encodingOf } from '../../keyspace/encoding.ts';
import { encodeValue } from '../../keyspace/value-codec.ts';
import type { Call, CommandSpec } from '../command.ts';

const maxSleepSeconds = 600;

/** Only what tests of clients need. */
function debug(call: Call): Reply | Promise<Reply> {
  const { args, server } = call;
  switch (word(args[1])) {
    case 'SLEEP':
      return sleep(call);
    case 'OBJECT':
      return object(call);
    case 'RELOAD':
    case 'LOADAOF':
      server.keyspace.reload();
      return ok;
    case 'JMAP':
    case 'SET-ACTIVE-EXPIRE':
    case 'QUICKLIST-PACKED-THRESHOLD':
    case 'STRINGMATCH-LEN':
      return ok;
    default:
      return fail(`ERR unknown subcommand or wrong number of arguments for '${args[1]}'. Try DEBUG HELP.`);
  }
}

/** Lets all clients wait, as Redis does, which has one thread. */
function sleep({ args, server, nowMs, mayBlock }: Call): Reply | Promise<Reply> {
  const seconds = parseFloatText(args[2] ?? '') ?? 0;
  if (!(seconds >= 0 && seconds <= maxSleepSeconds)) fail('ERR the server sleeps for 0 to 600 seconds');
  if (!mayBlock) return ok;
  server.pause.begin('debug', 'all', nowMs + seconds * 1000);
  return new Promise((resolve) => setTimeout(() => resolve(ok), seconds * 1000));
}

function object({ args, db, server, nowMs }: Call): Reply {
  const key = args[2];
  if (key === undefined) fail(errors.syntax);
  const value = db.peek(key as Binary) ?? fail(errors.noSuchKey);
  const idle = db.idleSeconds(key as Binary) ?? 0;
  const length = encodeValue(value, nowMs).length;
  return status(
    `Value at:0x0 refcount:1 encoding:${encodingOf(value, server.config)} serializedlength:${length} lru:0 lru_seconds_idle:${idle}`,
  );
}

export const debugCommand: CommandSpec = {
  name: 'debug',
  arity: -2,
  flags: 'admin noscript loading stale',
  since: '1.0.0',
  summary: 'For tests of clients',
  run: debug,
};
