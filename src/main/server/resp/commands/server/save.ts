import { word } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { ok, type Reply, status } from '../../../../formats/redis/commands/reply.ts';
import type { SnapshotKind } from '../../state/server-stats.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

/** A snapshot is a compaction of the whole log; the directory is up to date without it. */
async function save({ server }: Call): Promise<Reply> {
  if (server.stats.underWay.save) fail('ERR Background save already in progress');
  await server.snapshot('save');
  return ok;
}

function saveInBackground({ args, server, mayBlock }: Call): Reply {
  const maySchedule = args.length === 2 && word(args[1]) === 'SCHEDULE';
  if (args.length > 1 && !maySchedule) fail(errors.syntax);
  const { underWay } = server.stats;
  if (underWay.save) fail('ERR Background save already in progress');
  if (underWay.rewrite && !maySchedule && mayBlock) {
    fail(
      "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.",
    );
  }
  const isScheduled = underWay.rewrite || !mayBlock;
  begin(server, 'save');
  return status(isScheduled ? 'Background saving scheduled' : 'Background saving started');
}

function rewrite({ server, mayBlock }: Call): Reply {
  const { underWay } = server.stats;
  if (underWay.rewrite) fail('ERR Background append only file rewriting already in progress');
  const isScheduled = underWay.save || !mayBlock;
  begin(server, 'rewrite');
  return status(`Background append only file rewriting ${isScheduled ? 'scheduled' : 'started'}`);
}

/** How it ends is told by INFO. */
function begin(server: Call['server'], kind: SnapshotKind): void {
  server.snapshot(kind).catch(() => undefined);
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
