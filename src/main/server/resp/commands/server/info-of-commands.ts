import type { CommandStats } from '../../state/command-stats.ts';
import type { Call, Command } from '../command.ts';

export type Fields = readonly (readonly [string, string | number])[];
/** A part of what INFO tells. */
export type Section = (call: Call) => Fields;

/** Commands that were asked for since the count began, subcommands by themselves. */
export function askedFor({ server }: Pick<Call, 'server'>): { command: Command; stats: CommandStats }[] {
  return [...server.commands.values()]
    .flatMap((command) => [command, ...command.subcommands.values()])
    .map((command) => ({ command, stats: server.stats.of(command) }))
    .filter(({ stats: { calls, rejected, failed } }) => calls + rejected + failed > 0);
}

export const commandStatsSection: Section = (call) =>
  askedFor(call).map(({ command, stats }) => {
    const { calls, microseconds, rejected, failed } = stats;
    const each = (calls === 0 ? 0 : microseconds / calls).toFixed(2);
    return [
      `cmdstat_${command.fullName}`,
      `calls=${calls},usec=${microseconds},usec_per_call=${each},rejected_calls=${rejected},failed_calls=${failed}`,
    ];
  });

export const errorStatsSection: Section = ({ server }) =>
  [...server.stats.errorKinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => [`errorstat_${kind}`, `count=${count}`]);

export const latencyStatsSection: Section = (call) => {
  const { config } = call.server;
  if (!config.tracksLatency) return [];
  const percentiles = config.told('latency-tracking-info-percentiles').split(' ').filter(Boolean);
  return askedFor(call).flatMap(({ command, stats: { histogram } }): Fields => {
    if (histogram === null) return [];
    const told = percentiles.map((text) => `p${text}=${histogram.percentile(Number(text)).toFixed(3)}`);
    return [[`latency_percentiles_usec_${command.fullName}`, told.join(',')]];
  });
};
