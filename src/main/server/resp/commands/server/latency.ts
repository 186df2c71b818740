import { fail } from '../../../../formats/redis/commands/errors.ts';
import { helpOf } from '../../../../formats/redis/commands/help.ts';
import { mapReply, ok, type Reply, verbatim } from '../../../../formats/redis/commands/reply.ts';
import type { CommandStats } from '../../state/command-stats.ts';
import { latencyGraph } from '../../state/latency-graph.ts';
import { latencyReport } from '../../state/latency-report.ts';
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

function graph({ args, server, nowMs }: Call): Reply {
  const event = args[2] as string;
  const found = server.latency.events.find((each) => each.event === event);
  if (!found) fail(`ERR No samples available for event '${event}'`);
  const samples = server.latency.history(event);
  return verbatim(latencyGraph(event, { samples, maxMs: found.maxMs, nowSeconds: Math.floor(nowMs / 1000) }));
}

function doctor({ server, nowMs }: Call): Reply {
  const { slowerThanMicroseconds, latencyThresholdMs } = server.config;
  const settings = { slowerThanMicroseconds, thresholdMs: latencyThresholdMs };
  return verbatim(latencyReport(server.latency, settings, Math.floor(nowMs / 1000)));
}

const flags = 'admin noscript loading stale';

export const latencyCommand: CommandSpec = {
  ...command('latency', -2, '', null, '2.8.13', 'How long things take', () => ok),
  subcommands: [
    command('doctor', 2, flags, null, '2.8.13', 'What took long, and what can be done about it', doctor),
    command('graph', 3, flags, null, '2.8.13', 'When something took long, drawn', graph),
    command('histogram', -2, flags, null, '7.0.0', 'How long commands took', histograms),
    command('history', 3, flags, null, '2.8.13', 'When something took long', history),
    command('latest', 2, flags, null, '2.8.13', 'What took long', latest),
    command('reset', -2, flags, null, '2.8.13', 'Forgets what took long', ({ args, server }) =>
      server.latency.reset(args.slice(2)),
    ),
    helpOf('LATENCY', [
      'DOCTOR',
      '    Return a human readable latency analysis report.',
      'GRAPH <event>',
      '    Return an ASCII latency graph for the <event> class.',
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
