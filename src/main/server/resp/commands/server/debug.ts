import { parseFloatText, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail, subcommandSyntax } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { errorReply, ok, type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { digestOfAll, digestOfKey } from '../../keyspace/digest.ts';
import { encodingOf, holdersOf } from '../../keyspace/encoding.ts';
import { encodeValue } from '../../keyspace/value-codec.ts';
import { parseMemory } from '../../state/parse-memory.ts';
import type { Call, CommandSpec, HandlerResult } from '../command.ts';
import { populate } from './debug-populate.ts';
import { protocol } from './debug-protocol.ts';

const maxSleepSeconds = 600;
/** Within a transaction, where nothing else of this process goes on meanwhile. */
const maxHeldSeconds = 1;
/** Of Redis: from here on an element of a list gets a node of its own. Bytes. */
const maxPackedThreshold = 2 ** 32;

interface Subcommand {
  /** How many words the whole command may have. */
  words: readonly [least: number, most: number];
  help: readonly string[];
  run: (call: Call) => HandlerResult;
}

/** What tests of clients and of the server itself ask for, as far as it has a meaning here. */
const subcommands: Readonly<Record<string, Subcommand>> = {
  digest: {
    words: [2, 2],
    help: ['DIGEST', '    Output a hex signature representing the current DB content.'],
    run: ({ server: { keyspace } }) => status(digestOfAll(keyspace.databases, () => keyspace.cache.shrink())),
  },
  'digest-value': {
    words: [2, Number.POSITIVE_INFINITY],
    help: [
      'DIGEST-VALUE <key> [<key> ...]',
      '    Output a hex signature of the values of all the specified keys.',
    ],
    run: ({ args, db }) => args.slice(2).map((key) => status(digestOfKey(db, key))),
  },
  error: {
    words: [3, 3],
    help: [
      'ERROR <string>',
      '    Return a Redis protocol error with <string> as message. Useful for clients',
      '    unit tests to simulate Redis errors.',
    ],
    run: ({ args }) => errorReply(args[2] as Binary),
  },
  loadaof: {
    words: [2, 2],
    help: ['LOADAOF', '    The same as RELOAD.'],
    run: reload,
  },
  object: {
    words: [3, 4],
    help: ['OBJECT <key>', '    Show low level info about `key` and associated value.'],
    run: object,
  },
  populate: {
    words: [3, 5],
    help: [
      'POPULATE <count> [<prefix>] [<size>]',
      '    Create <count> string keys named key:<num>. If <prefix> is specified then',
      "    it is used instead of the 'key' prefix.",
    ],
    run: populate,
  },
  protocol: {
    words: [3, 3],
    help: [
      'PROTOCOL <type>',
      '    Reply with a test value of the specified type. <type> can be: string,',
      '    integer, double, bignum, null, array, set, map, attrib, push, verbatim,',
      '    true, false.',
    ],
    run: protocol,
  },
  'quicklist-packed-threshold': {
    words: [3, 3],
    help: ['QUICKLIST-PACKED-THRESHOLD <size>', '    Changes nothing: lists have no packed nodes here.'],
    run: packedThreshold,
  },
  reload: {
    words: [2, Number.POSITIVE_INFINITY],
    help: ['RELOAD', '    Forget what is in memory, so that it is read from the log again.'],
    run: reload,
  },
  'set-active-expire': {
    words: [3, 3],
    help: [
      'SET-ACTIVE-EXPIRE <0|1>',
      '    Setting it to 0 disables expiring keys in background when they are not',
      '    accessed (otherwise the Redis behavior). Setting it to 1 reenables back the',
      '    default.',
    ],
    run: ({ args, server }) => {
      server.keyspace.expiry.isByItself = Number.parseInt(args[2] as Binary, 10) > 0;
      return ok;
    },
  },
  sleep: {
    words: [3, 3],
    help: ['SLEEP <seconds>', '    Stop the server for <seconds>. Decimals allowed.'],
    run: sleep,
  },
};

const help = helpOf(
  'DEBUG',
  Object.values(subcommands).flatMap((each) => each.help),
);

/** One command, as for Redis: its words are no subcommands to COMMAND and to the statistics. */
function debug(call: Call): HandlerResult {
  const { args } = call;
  const name = (args[1] as Binary).toLowerCase();
  if (name === 'help' && args.length === 2) return help.run(call);
  const found = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (found && args.length >= found.words[0] && args.length <= found.words[1]) return found.run(call);
  throw subcommandSyntax('DEBUG', args[1] as Binary);
}

/** Once the log has everything, it is where everything is read from. Within a transaction what is not in it yet stays. */
function reload({ args, server, mayBlock }: Call): Reply | Promise<Reply> {
  if (args.slice(2).some((option) => !['MERGE', 'NOFLUSH', 'NOSAVE'].includes(word(option))))
    fail('ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.');
  if (mayBlock) return reloadCommitted(server);
  server.keyspace.reload();
  return ok;
}

async function reloadCommitted(server: Call['server']): Promise<Reply> {
  await server.committed();
  server.keyspace.reload();
  return ok;
}

function packedThreshold({ args }: Call): Reply {
  const bytes = parseMemory(args[2] as Binary);
  if (bytes === null || bytes > maxPackedThreshold)
    fail('ERR argument must be a memory value bigger than 1 and smaller than 4gb');
  return ok;
}

/** Lets all clients wait, as Redis does, which has one thread. */
function sleep({ args, server, nowMs, mayBlock }: Call): Reply | Promise<Reply> {
  const seconds = parseFloatText(args[2] as Binary) ?? 0;
  if (!(seconds >= 0 && seconds <= maxSleepSeconds)) fail('ERR the server sleeps for 0 to 600 seconds');
  if (!mayBlock) return holdAll(server, seconds);
  server.pause.begin('debug', 'all', nowMs + seconds * 1000);
  // A timer may come up to a millisecond early.
  return new Promise((resolve) => setTimeout(() => resolve(ok), seconds * 1000 + 1));
}

/** The next command of a transaction must not run before the time is over, and no one else's may come between. */
function holdAll({ keyspace }: Call['server'], seconds: number): Reply {
  if (seconds > maxHeldSeconds) fail('ERR within a transaction the server sleeps for 1 second at most');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  keyspace.tick();
  return ok;
}

function object({ args, db, nowMs }: Call): Reply {
  const key = args[2] as Binary;
  const value = db.peek(key) ?? fail(errors.noSuchKey);
  const idle = db.idleSeconds(key) ?? 0;
  const length = encodeValue(value, nowMs).length;
  return status(
    `Value at:0x0 refcount:${holdersOf(value)} encoding:${encodingOf(value)} serializedlength:${length} lru:0 lru_seconds_idle:${idle}`,
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
