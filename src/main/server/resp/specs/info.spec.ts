import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestsOf } from './cases/requests.ts';
import type { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';
import { hasRedis7, type TwoClients, TwoServers } from './two-servers.ts';

const serve = servedDirectories();

/** The lines of an answer of INFO that match. */
async function told(client: RawClient, sections: readonly string[], pattern: RegExp): Promise<string[]> {
  return (await client.ask('INFO', ...sections)).split('\r\n').filter((line) => pattern.test(line));
}

/** What programs that show or watch a Redis have been seen to read. */
const usualFields = [
  'redis_git_sha1',
  'redis_build_id',
  'executable',
  'config_file',
  'used_memory_human',
  'used_memory_rss_human',
  'used_memory_peak_human',
  'used_memory_dataset_perc',
  'used_memory_lua',
  'total_system_memory_human',
  'maxmemory_human',
  'mem_fragmentation_ratio',
  'mem_allocator',
  'rdb_last_bgsave_time_sec',
  'instantaneous_ops_per_sec',
  'instantaneous_input_kbps',
  'instantaneous_output_kbps',
  'latest_fork_usec',
  'pubsubshard_channels',
  'used_cpu_sys_children',
];

async function fieldsOf(client: RawClient): Promise<Map<string, string>> {
  const reply = await client.ask('INFO');
  return new Map([...reply.matchAll(/^(\w+):(.*)\r$/gm)].map(([, name = '', value = '']) => [name, value]));
}

const asked = `
  SET a 1
  SET a
  GET a
  GET a
  LPUSH a 1
  INCR a
  FOO
  CONFIG GET nothing
  CONFIG SET timeout x
  CLIENT ID
  CLIENT FOO
  XADD s * a 1
  XGROUP CREATECONSUMER s g c
  MULTI
  SET b 1
  LPUSH b 1
  AUTH x
  EXEC
  EXEC
  MULTI
  SET
  EXEC
  BLPOP nothing 0.01
  AUTH a b c d
  OBJECT ENCODING a
  CONFIG SET maxmemory 1
  SET a 1
  CONFIG SET maxmemory 0
  EVALNOTHING`;

describe.runIf(hasRedis7)('counts', () => {
  let servers: TwoServers;
  let clients: TwoClients;
  beforeAll(async () => {
    servers = await TwoServers.start();
    clients = await servers.connect();
  });
  afterAll(async () => {
    clients.close();
    await servers.stop();
  });

  it('calls, refusals and errors as a real redis-server does', async () => {
    const [real, ours] = await Promise.all(
      [clients.real, clients.ours].map(async (client) => {
        await client.askAll([['FLUSHALL'], ['CONFIG', 'RESETSTAT'], ...requestsOf(asked)]);
        const lines = await told(
          client,
          ['commandstats', 'errorstats', 'stats'],
          /^cmdstat_|^errorstat_|^total_err/,
        );
        return lines.map((line) => line.replace(/usec=\d+,usec_per_call=[\d.]+/, 'usec')).sort();
      }),
    );
    expect(ours).toEqual(real);
    expect(ours?.join()).toContain('errorstat_ERR:');
  });

  it.each([
    [[]],
    [['all']],
    [['everything']],
    [['default']],
    [['cpu', 'default']],
    [['COMMANDSTATS']],
    [['latencystats', 'cpu', 'cpu']],
    [['cpu', 'nothing', 'keyspace']],
    [['nothing']],
  ])('the sections of INFO %j as a real redis-server does', async (sections) => {
    const [real, ours] = await Promise.all(
      [clients.real, clients.ours].map((client) => told(client, sections, /^# /)),
    );
    expect(ours).toEqual(real);
  });

  it('percentiles as they are asked for', async () => {
    for (const text of ['0.0 50.0 100.0', '', '99.99', 'a', '101', '-1']) {
      const [real, ours] = await Promise.all(
        [clients.real, clients.ours].map((client) =>
          client.askAll([
            ['CONFIG', 'SET', 'latency-tracking-info-percentiles', text],
            ['CONFIG', 'GET', 'latency-tracking-info-percentiles'],
          ]),
        ),
      );
      expect(ours).toEqual(real);
    }
  });
});

it('tells how long commands took, and no longer once the count begins anew', async () => {
  const client = await (await serve()).connect();
  await client.askAll([
    ['SET', 'a', '1'],
    ['DEBUG', 'SLEEP', '0.05'],
  ]);
  const [line = ''] = await told(client, ['latencystats'], /_debug:/);
  expect(Number(/p50=([\d.]+)/.exec(line)?.[1])).toBeGreaterThan(48_000);
  expect(await told(client, ['latencystats'], /_set:p50=[\d.]+,p99=[\d.]+,p99\.9=[\d.]+$/)).toHaveLength(1);
  const [count = ''] = await told(client, ['commandstats'], /_debug:/);
  expect(Number(/usec=(\d+)/.exec(count)?.[1])).toBeGreaterThan(48_000);
  await client.ask('CONFIG', 'RESETSTAT');
  expect(await told(client, ['all'], /^cmdstat_|^latency_/)).toHaveLength(2);
  await client.askAll([
    ['CONFIG', 'SET', 'latency-tracking', 'no'],
    ['SET', 'a', '1'],
  ]);
  expect(await told(client, ['latencystats'], /^latency_/)).toEqual([]);
});

it('LATENCY tells what took longer than is wanted, and how long commands take', async () => {
  const client = await (await serve()).connect();
  await client.askAll([
    ['DEBUG', 'SLEEP', '0.03'],
    ['CONFIG', 'SET', 'latency-monitor-threshold', '20'],
    ['DEBUG', 'SLEEP', '0.03'],
  ]);
  expect(await client.ask('LATENCY', 'LATEST')).toMatch(
    /^\*1\r\n\*4\r\n\$7\r\ncommand\r\n:\d{10}\r\n:\d+\r\n:\d+\r\n$/,
  );
  expect(await client.ask('LATENCY', 'HISTORY', 'command')).toMatch(/^\*1\r\n\*2\r\n:\d{10}\r\n:\d+\r\n$/);
  expect(await client.ask('LATENCY', 'HISTORY', 'nothing')).toBe('*0\r\n');
  expect(await client.ask('LATENCY', 'GRAPH', 'command')).toMatch(/command - high \d+ ms, low \d+ ms/);
  expect(await client.ask('LATENCY', 'GRAPH', 'nothing')).toBe(
    "-ERR No samples available for event 'nothing'\r\n",
  );
  expect(await client.ask('LATENCY', 'DOCTOR')).toMatch(/1\. command: 1 latency spikes .*SLOWLOG GET/s);
  expect(await client.ask('LATENCY', 'HISTOGRAM', 'debug', 'config|set', 'nothing')).toMatch(
    /^\*4\r\n\$5\r\ndebug\r\n\*4\r\n\$5\r\ncalls\r\n:2\r\n\$14\r\nhistogram_usec\r\n.*:2\r\n\$10\r\nconfig\|set\r\n/s,
  );
  expect(await client.ask('LATENCY', 'RESET', 'nothing')).toBe(':0\r\n');
  expect(await client.ask('LATENCY', 'RESET')).toBe(':1\r\n');
  expect(await client.ask('LATENCY', 'LATEST')).toBe('*0\r\n');
  expect(await client.ask('SLOWLOG', 'GET')).toContain('DEBUG');
});

it('puts a command that has waited into the slow log when it is served, and none that waited in vain', async () => {
  const { connect } = await serve();
  const [waiter, other] = [await connect(), await connect()];
  await other.ask('CONFIG', 'SET', 'slowlog-log-slower-than', '0');
  expect(await waiter.ask('BLPOP', 'empty', '0.01')).toBe('*-1\r\n');
  const served = waiter.ask('BLPOP', 'l', '0');
  for (let waiting = ''; waiting !== 'blocked_clients:1'; )
    [waiting = ''] = await told(other, ['clients'], /^blocked_clients:/);
  await other.ask('SLOWLOG', 'RESET');
  await other.ask('RPUSH', 'l', 'x');
  await served;
  const log = await other.ask('SLOWLOG', 'GET');
  expect(log.indexOf('BLPOP')).toBeGreaterThan(0);
  expect(log.indexOf('BLPOP')).toBeLessThan(log.indexOf('RPUSH'));
  expect(log).not.toContain('empty');
});

it('tells what tools ask for when they connect, and watch', async () => {
  const client = await (await serve()).connect();
  const seen = await fieldsOf(client);
  for (const name of usualFields) expect([...seen.keys()], name).toContain(name);
  expect(seen.get('used_memory_human')).toMatch(/^[\d.]+M$/);
  expect(Number(seen.get('used_memory_peak'))).toBeGreaterThanOrEqual(Number(seen.get('used_memory')));
  expect(seen.get('instantaneous_ops_per_sec')).toMatch(/^\d+$/);
});

it('tells how many commands a second there have been', async () => {
  const { connect, server } = await serve();
  const client = await connect();
  await client.askAll(Array.from({ length: 1000 }, () => ['PING']));
  server.stats.look(Date.now() + 100);
  const [line = ''] = await told(client, ['stats'], /^instantaneous_ops/);
  expect(Number(line.split(':')[1])).toBeGreaterThan(100);
});

it.runIf(hasRedis7)('MEMORY STATS tells what a real redis-server tells, of what kind it does', async () => {
  const servers = await TwoServers.start();
  const clients = await servers.connect();
  const kinds = await Promise.all(
    [clients.real, clients.ours].map(async (client) => {
      await client.ask('HELLO', '3');
      const reply = await client.ask('MEMORY', 'STATS');
      return [...reply.matchAll(/\$\d+\r\n([a-z.-]+)\r\n([:,])/g)].map(
        ([, name, kind]) => name + String(kind),
      );
    }),
  );
  clients.close();
  await servers.stop();
  expect(kinds[1]).toEqual(kinds[0]);
  expect(kinds[0]?.length).toBeGreaterThan(20);
});
