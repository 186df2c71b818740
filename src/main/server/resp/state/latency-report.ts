import type { LatencyEvents, LatencySample } from './latency-events.ts';

/** Settings that a report goes by. */
interface Settings {
  /** 0 = nothing is noted. */
  thresholdMs: number;
  /** Commands that take longer are in the slow log; negative = none. */
  slowerThanMicroseconds: number;
}

/** What LATENCY DOCTOR says: how often what took long, and what can be done about it. */
export function latencyReport(
  { events, history }: LatencyEvents,
  settings: Settings,
  nowSeconds: number,
): string {
  const { thresholdMs } = settings;
  if (events.length === 0 && thresholdMs === 0)
    return 'Latency is not watched: CONFIG SET latency-monitor-threshold <milliseconds> has what takes longer noted.\n';
  if (events.length === 0) return `Nothing has taken ${thresholdMs} ms or longer since it is watched.\n`;
  const lines = events.map(({ event, maxMs }, index) => {
    return `${index + 1}. ${event}: ${summaryOf(history(event), nowSeconds)}. Worst all time event ${maxMs}ms.`;
  });
  const advice = events.flatMap(({ event }) => adviceOn(event, settings)).map((each) => `- ${each}`);
  return `${[...lines, '', ...advice].join('\n')}\n`;
}

function summaryOf(samples: readonly LatencySample[], nowSeconds: number): string {
  const count = samples.length;
  const average = Math.floor(samples.reduce((sum, { ms }) => sum + ms, 0) / count);
  const deviation = Math.floor(samples.reduce((sum, { ms }) => sum + Math.abs(ms - average), 0) / count);
  const seconds = Math.max(1, nowSeconds - (samples[0] as LatencySample).at);
  const period = (seconds / count).toFixed(2);
  return `${count} latency spikes (average ${average}ms, mean deviation ${deviation}ms, period ${period} sec)`;
}

function adviceOn(event: string, { thresholdMs, slowerThanMicroseconds }: Settings): string[] {
  if (event === 'fast-command')
    return [
      'Commands that take the same time whatever there is took long: the machine gives the server too little of its processor. Lower its load, or let it run alone there.',
    ];
  const wanted = `CONFIG SET slowlog-log-slower-than ${thresholdMs * 1000}`;
  const notes: string[] = [];
  if (slowerThanMicroseconds < 0)
    notes.push(`The slow log is off: ${wanted} has it note which commands these are.`);
  else if (slowerThanMicroseconds / 1000 > thresholdMs)
    notes.push(
      `The slow log notes only what takes longer than what is told here: ${wanted} has it note all of it.`,
    );
  return [
    ...notes,
    'SLOWLOG GET shows which commands took long.',
    'A structure is read and written whole: large ones that are often changed are quicker as several small ones.',
  ];
}
