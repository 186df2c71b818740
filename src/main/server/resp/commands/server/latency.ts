import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { mapReply, ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import type { CommandStats } from '../../state/command-stats.ts';
import { type Call, type Command, type CommandSpec, command } from '../command.ts';

/** How often a command was called, and how many calls took no longer than 1, 2, 4 … microseconds. */
function distributionOf(stats: CommandStats): Reply {
  const { calls, histogram } = stats;
  const timed = histogram?.count ?? 1;
  const counts = (histogram?.cumulative() ?? []).map(([limit, count]): [Reply, Reply] => [
    limit,
    Math.round((count * calls) / timed),
  ]);
  return mapReply([
    ['calls', calls],
    ['histogram_usec', mapReply(counts)],
  ]);
}

function histograms({ args, server }: Call): Reply {
  const asked = args.slice(2).flatMap((name) => {
    const [container = '', sub] = name.toLowerCase().split('|');
    const found = server.commands.get(container);
    return (sub === undefined ? found : found?.subcommands.get(sub)) ?? [];
  });
  const chosen: readonly Command[] = args.length > 2 ? asked : [...server.commands.values()];
  const told = chosen
    .flatMap((each) => [each, ...each.subcommands.values()])
    .map((each): [Command, CommandStats] => [each, server.stats.of(each)])
    .filter(([, { histogram }]) => histogram !== null);
  return mapReply(told.map(([{ fullName }, stats]): [Reply, Reply] => [fullName, distributionOf(stats)]));
}

const latest = ({ server }: Call): Reply =>
  server.latency.events.map(({ event, last, maxMs }) => [event, last.at, last.ms, maxMs]);

const history = ({ args, server }: Call): Reply =>
  server.latency.history(args[2] as string).map(({ at, ms }) => [at, ms]);

const flags = 'admin noscript loading stale';

export const latencyCommand: CommandSpec = {
  ...command('latency', -2, '', null, '2.8.13', 'How long things take', () => ok),
  subcommands: [
    command('histogram', -2, flags, null, '7.0.0', 'How long commands took', histograms),
    command('history', 3, flags, null, '2.8.13', 'When something took long', history),
    command('latest', 2, flags, null, '2.8.13', 'What took long', latest),
    command('reset', -2, flags, null, '2.8.13', 'Forgets what took long', ({ args, server }) =>
      server.latency.reset(args.slice(2)),
    ),
    helpOf('LATENCY', [
      'HISTORY <event>',
      '    Return time-latency samples for the <event> class.',
      'LATEST',
      '    Return the latest latency samples for all events.',
      'RESET [<event> ...]',
      '    Reset latency data of one or more <event> classes.',
      '    (default: reset all data for all event classes)',
      'HISTOGRAM [COMMAND ...]',
      '    Return a cumulative distribution of latencies in the format of a histogram for the specified command names.',
      '    If no commands are specified then all histograms are replied.',
    ]),
  ],
};
