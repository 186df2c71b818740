import { whole, word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { swapCommand } from '../../../../formats/redis/commands/generic/copy.ts';
import { noReply, ok, type Reply, verbatim } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { type Call, type CommandSpec, command } from '../command.ts';
import { redisVersion } from '../connection/connection.ts';
import { commandCommand } from './command-info.ts';
import { configCommand } from './config.ts';
import { debugCommand } from './debug.ts';
import { functionCommand } from './function.ts';
import { infoCommand } from './info.ts';
import { latencyCommand } from './latency.ts';
import { memoryCommand } from './memory.ts';
import { saveCommands } from './save.ts';
import { slowLogCommand } from './slow-log.ts';

function flush(call: Call, all: boolean): Reply {
  const { args, db, server, told } = call;
  if (args.length > 2 || (args.length === 2 && !['SYNC', 'ASYNC'].includes(word(args[1]))))
    fail(errors.syntax);
  server.tracking.changedAll(() => {
    for (const each of all ? server.keyspace.databases : [db]) each.clear();
  });
  told.always();
  return ok;
}

/** Without a drawing, as of a version of Redis that has none. */
function lolwut({ args }: Call): Reply {
  if (args.length >= 3 && word(args[1]) === 'VERSION') whole(args[2] as Binary);
  return verbatim(`Redis ver. ${redisVersion}\n`);
}

function time(): Reply {
  const microseconds = Math.round((performance.timeOrigin + performance.now()) * 1000);
  return [String(Math.floor(microseconds / 1e6)), String(microseconds % 1e6)];
}

export const serverCommands: readonly CommandSpec[] = [
  command('dbsize', 1, 'readonly fast', null, '1.0.0', 'How many keys a database has', ({ db }) => db.size, {
    categories: ['keyspace'],
  }),
  command(
    'flushdb',
    -1,
    'write',
    null,
    '1.0.0',
    'Deletes all keys of a database',
    (call) => flush(call, false),
    { categories: ['keyspace', 'dangerous'] },
  ),
  command('flushall', -1, 'write', null, '1.0.0', 'Deletes all keys', (call) => flush(call, true), {
    categories: ['keyspace', 'dangerous'],
  }),
  command('lolwut', -1, 'readonly fast', null, '5.0.0', 'The version of Redis that is spoken', lolwut),
  command('time', 1, 'loading stale fast', null, '2.6.0', 'The time of the server', time),
  command(
    'monitor',
    1,
    'admin noscript loading stale',
    null,
    '1.0.0',
    'Shows every command from now on',
    ({ client, server, mayBlock }) => {
      if (!mayBlock) fail("ERR MONITOR isn't allowed for DENY BLOCKING client");
      server.monitor(client);
      return ok;
    },
  ),
  command(
    'shutdown',
    -1,
    'admin noscript loading stale no_multi allow_busy',
    null,
    '1.0.0',
    'Ends the server',
    shutdown,
  ),
  swapCommand,
  infoCommand,
  configCommand,
  commandCommand,
  memoryCommand,
  latencyCommand,
  debugCommand,
  slowLogCommand,
  functionCommand,
  ...saveCommands,
];

/** Whoever asks hears nothing but the end of the connection, as from Redis. */
function shutdown({ args, server }: Call): Reply {
  const options = args.slice(1).map(word);
  if (options.includes('ABORT')) fail('ERR No shutdown in progress.');
  if (options.some((option) => !['NOSAVE', 'SAVE', 'NOW', 'FORCE'].includes(option))) fail(errors.syntax);
  if (options.includes('NOSAVE') && options.includes('SAVE')) fail(errors.syntax);
  server.shutdown();
  return noReply;
}
