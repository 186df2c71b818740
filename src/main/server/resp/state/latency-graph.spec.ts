import { expect, it } from 'vitest';
import { hasRedis7, RealRedis } from '../../../formats/redis/real-redis.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { latencyGraph } from './latency-graph.ts';

const scratch = scratchDirectories();

it('draws samples from the lowest to the highest, and how long ago they were', () => {
  const samples = [
    { at: 1000, ms: 10 },
    { at: 95_000, ms: 21 },
    { at: 99_940, ms: 15 },
    { at: 99_999, ms: 13 },
  ];
  expect(latencyGraph('command', { samples, maxMs: 30, nowSeconds: 100_000 }).split('\n')).toEqual([
    'command - high 21 ms, low 10 ms (all time high 30 ms)',
    '-'.repeat(80),
    ' #  ',
    ' |  ',
    ' |#_',
    '_|||',
    '    ',
    '1111',
    'dhms',
    '',
  ]);
});

it('goes on below after 80 samples, and draws those that are all alike as low', () => {
  const samples = Array.from({ length: 82 }, (_, index) => ({ at: index, ms: 5 }));
  const lines = latencyGraph('command', { samples, maxMs: 5, nowSeconds: 82 }).split('\n');
  expect(lines.filter((line) => line.includes('_'))).toEqual(['_'.repeat(80), '__']);
  expect(lines.slice(-4)).toEqual(['  ', '21', 'ss', '']);
});

it.runIf(hasRedis7)('draws what redis-server draws', async () => {
  const redis = await RealRedis.start(
    await scratch(),
    '--enable-debug-command',
    'yes',
    '--latency-monitor-threshold',
    '1',
  );
  try {
    for (const seconds of ['1.3', '1.01', '1.1']) redis.ask('DEBUG', 'SLEEP', seconds);
    const numbers = redis.ask('LATENCY', 'HISTORY', 'command').split('\n').map(Number);
    const samples = [0, 2, 4].map((at) => ({ at: numbers[at] as number, ms: numbers[at + 1] as number }));
    // Both see the same second, unless it ends between them.
    const graphs = [0, 1].map(() => {
      const [now] = redis.ask('TIME').split('\n');
      const ours = latencyGraph('command', {
        samples,
        maxMs: Math.max(...samples.map(({ ms }) => ms)),
        nowSeconds: Number(now),
      });
      return { ours: ours.trim(), theirs: redis.ask('LATENCY', 'GRAPH', 'command') };
    });
    expect(
      graphs.some(({ ours, theirs }) => ours === theirs),
      JSON.stringify(graphs),
    ).toBe(true);
  } finally {
    await redis.stop();
  }
});
