import { word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { ok, type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

/** A snapshot is a compaction of the whole log; the directory is up to date without it. */
async function save({ server }: Call): Promise<Reply> {
  if (server.stats.isSaving) fail('ERR Background save already in progress');
  await server.snapshot();
  return ok;
}

function saveInBackground({ args, server }: Call): Reply {
  const isScheduled = args.length === 2 && word(args[1]) === 'SCHEDULE';
  if (args.length > 1 && !isScheduled) fail(errors.syntax);
  if (server.stats.isSaving) fail('ERR Background save already in progress');
  begin(server);
  return status('Background saving started');
}

function rewrite({ server }: Call): Reply {
  if (server.stats.isSaving) fail('ERR Background append only file rewriting already in progress');
  begin(server);
  return status('Background append only file rewriting started');
}

/** How it ends is told by INFO. */
function begin(server: Call['server']): void {
  server.snapshot().catch(() => undefined);
}

export const saveCommands: readonly CommandSpec[] = [
  command('save', 1, 'admin noscript no_async_loading no_multi', null, '1.0.0', 'Makes a snapshot', save),
  command(
    'bgsave',
    -1,
    'admin noscript no_async_loading',
    null,
    '1.0.0',
    'Makes a snapshot while others go on',
    saveInBackground,
  ),
  command(
    'bgrewriteaof',
    1,
    'admin noscript no_async_loading',
    null,
    '1.0.0',
    'Makes a snapshot while others go on',
    rewrite,
  ),
  command(
    'lastsave',
    1,
    'loading stale fast',
    null,
    '1.0.0',
    'When the last snapshot was made',
    ({ server }) => server.stats.lastSaveAt,
    { categories: ['admin', 'dangerous'] },
  ),
];
