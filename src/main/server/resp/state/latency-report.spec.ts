import { expect, it } from 'vitest';
import { LatencyEvents } from './latency-events.ts';
import { latencyReport } from './latency-report.ts';

it('says that nothing is watched, or that nothing took long', () => {
  const none = new LatencyEvents();
  const settings = { thresholdMs: 0, slowerThanMicroseconds: 10_000 };
  expect(latencyReport(none, settings, 100)).toMatch(/not watched: CONFIG SET latency-monitor-threshold/);
  expect(latencyReport(none, { ...settings, thresholdMs: 5 }, 100)).toMatch(/^Nothing has taken 5 ms/);
});

it('counts what took long, and advises what would help', () => {
  const latency = new LatencyEvents();
  latency.add('command', 90, 10);
  latency.add('command', 95, 40);
  latency.add('command', 98, 30);
  const settings = { thresholdMs: 5, slowerThanMicroseconds: 10_000 };
  expect(latencyReport(latency, settings, 100)).toMatch(
    /^1\. command: 3 latency spikes \(average 26ms, mean deviation 11ms, period 3\.33 sec\)\. Worst all time event 40ms\.\n\n- /,
  );
  expect(latencyReport(latency, settings, 100)).toContain(
    'CONFIG SET slowlog-log-slower-than 5000 has it note all',
  );
  expect(latencyReport(latency, { ...settings, slowerThanMicroseconds: -1 }, 100)).toContain(
    'slow log is off',
  );
  expect(latencyReport(latency, { ...settings, slowerThanMicroseconds: 5000 }, 100)).not.toContain(
    'CONFIG SET',
  );
  latency.reset(['command']);
  latency.add('fast-command', 98, 30);
  expect(latencyReport(latency, settings, 100)).toContain('too little of its processor');
});
