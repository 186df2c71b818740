import { whole } from '../../../../formats/redis/commands/arguments.ts';
import { fail, subcommandSyntax } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { Call, CommandSpec } from '../command.ts';

const usualCount = 10;

function get({ args, server }: Call): Reply {
  if (args.length > 3) throw subcommandSyntax('SLOWLOG', args[1] as Binary);
  const error = 'ERR count should be greater than or equal to -1';
  const count = args.length > 2 ? whole(args[2] as Binary, error) : usualCount;
  if (count < -1) fail(error);
  const { entries } = server.slowLog;
  return entries
    .slice(0, count === -1 ? undefined : count)
    .map((entry) => [entry.id, entry.at, entry.microseconds, entry.args, entry.address, entry.clientName]);
}

const flags = 'admin loading stale';

export const slowLogCommand: CommandSpec = {
  name: 'slowlog',
  arity: -2,
  flags: '',
  since: '2.2.12',
  summary: 'The commands that took longest',
  run: () => ok,
  subcommands: [
    { name: 'get', arity: -2, flags, since: '2.2.12', summary: 'The newest of them', run: get },
    {
      name: 'len',
      arity: 2,
      flags,
      since: '2.2.12',
      summary: 'How many there are',
      run: ({ server }) => server.slowLog.entries.length,
    },
    {
      name: 'reset',
      arity: 2,
      flags,
      since: '2.2.12',
      summary: 'Forgets them',
      run: ({ server }) => {
        server.slowLog.clear();
        return ok;
      },
    },
    helpOf('SLOWLOG', [
      'GET [<count>]',
      '    Return top <count> entries from the slowlog (default: 10, -1 mean all).',
      '    Entries are made of:',
      '    id, timestamp, time in microseconds, arguments array, client IP and port,',
      '    client name',
      'LEN',
      '    Return the length of the slowlog.',
      'RESET',
      '    Reset the slowlog.',
    ]),
  ],
};
