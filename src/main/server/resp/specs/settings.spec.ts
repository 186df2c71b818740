import { describe, expect, it } from 'vitest';
import { servedDirectories } from './served.ts';
import { hasRedis7, TwoServers } from './two-servers.ts';

const serve = servedDirectories();
const oom = "OOM command not allowed when used memory > 'maxmemory'.";

describe('above maxmemory', () => {
  it('what takes more is refused, what reads or deletes is not, and a transaction is refused as a whole', async () => {
    const client = await (await serve()).connect();
    await client.ask('SET', 'there', '1');
    expect(await client.ask('CONFIG', 'SET', 'maxmemory', '1')).toBe('+OK\r\n');
    expect(await client.ask('SET', 'more', '1')).toBe(`-${oom}\r\n`);
    expect(await client.ask('GET', 'there')).toBe('$1\r\n1\r\n');
    expect(await client.ask('DEL', 'there')).toBe(':1\r\n');
    expect(await client.ask('MULTI')).toBe('+OK\r\n');
    expect(await client.ask('CONFIG', 'SET', 'maxmemory', '0')).toBe('+QUEUED\r\n');
    expect(await client.ask('DISCARD')).toBe('+OK\r\n');
    const other = await (await serve()).connect();
    expect(await other.ask('MULTI')).toBe('+OK\r\n');
    expect(await other.ask('SET', 'queued', '1')).toBe('+QUEUED\r\n');
    expect(await other.ask('EXEC')).toBe('*1\r\n+OK\r\n');
  });

  it('a transaction that was queued before is over with its refusal', async () => {
    const { connect } = await serve();
    const [client, other] = [await connect(), await connect()];
    await client.ask('MULTI');
    await client.ask('SET', 'queued', '1');
    await other.ask('CONFIG', 'SET', 'maxmemory', '1');
    expect(await client.ask('EXEC')).toBe(`-EXECABORT Transaction discarded because of: ${oom}\r\n`);
    expect(await client.ask('EXEC')).toBe('-ERR EXEC without MULTI\r\n');
    expect(await client.ask('EXISTS', 'queued')).toBe(':0\r\n');
  });
});

it('takes an address, a port and a directory that are those there are, and no others', async () => {
  const { connect, server, directory } = await serve();
  const client = await connect();
  const now = { bind: '127.0.0.1', port: String(server.port), dir: directory };
  for (const [name, value] of Object.entries(now)) {
    expect(await client.ask('CONFIG', 'SET', name, value)).toBe('+OK\r\n');
    expect(await client.ask('CONFIG', 'SET', name, `${value}1`)).toContain("can't set immutable config");
  }
  expect(await client.ask('CONFIG', 'SET', 'databases', '16')).toContain("can't set immutable config");
});

it('settings change within a transaction too, one that cannot is refused alone', async () => {
  const { connect, store } = await serve();
  const client = await connect();
  await client.askAll([
    ['MULTI'],
    ['SET', 'key', '1'],
    ['CONFIG', 'SET', 'maxmemory', 'much'],
    ['CONFIG', 'SET', 'hz', '50', 'appendfsync', 'everysec'],
    ['BGREWRITEAOF'],
    ['BGSAVE'],
  ]);
  expect(await client.ask('EXEC')).toBe(
    "*5\r\n+OK\r\n-ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value\r\n" +
      '+OK\r\n+Background append only file rewriting scheduled\r\n+Background saving scheduled\r\n',
  );
  expect(await client.ask('CONFIG', 'GET', 'hz')).toContain('50');
  await expect.poll(() => store.durability().policy).toBe('everysec');
});

it('no other policy than to evict nothing is taken, or told, as if it worked', async () => {
  const client = await (await serve()).connect();
  expect(await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'NoEviction')).toBe('+OK\r\n');
  expect(await client.ask('CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'allkeys-lru')).toBe(
    "-ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: noeviction\r\n",
  );
  expect(await client.ask('CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
  expect(await client.ask('INFO', 'memory')).toContain('maxmemory_policy:noeviction');
});

describe('settings and functions that mean nothing here', () => {
  it('are kept and told, checked as Redis checks them', async () => {
    const client = await (await serve()).connect();
    expect(await client.ask('CONFIG', 'SET', 'hz', '50')).toBe('+OK\r\n');
    expect(await client.ask('CONFIG', 'GET', 'hz')).toBe('*2\r\n$2\r\nhz\r\n$2\r\n50\r\n');
    expect(await client.ask('CONFIG', 'SET', 'rdbcompression', 'perhaps')).toMatch(/^-ERR CONFIG SET failed/);
    expect(await client.ask('FUNCTION', 'FLUSH')).toBe('+OK\r\n');
    expect(await client.ask('FUNCTION', 'LIST')).toBe('*0\r\n');
    expect(await client.ask('FUNCTION', 'FLUSH', 'LATER')).toMatch(/^-ERR FUNCTION FLUSH only supports/);
    expect(await client.ask('FUNCTION', 'LOAD', 'x')).toMatch(/^-ERR unknown subcommand/);
  });
});

it.runIf(hasRedis7)(
  'what tools set in passing is taken, and is at first what a real redis-server has',
  async () => {
    const servers = await TwoServers.start();
    const clients = await servers.connect();
    const names = [
      'activedefrag',
      'activerehashing',
      'aof-load-truncated',
      'auto-aof-rewrite-min-size',
      'cluster-enabled',
      'maxmemory-samples',
      'protected-mode',
      'stop-writes-on-bgsave-error',
      'tcp-backlog',
    ];
    const requests = [
      ...names.map((name) => ['CONFIG', 'GET', name]),
      ['CONFIG', 'SET', 'stop-writes-on-bgsave-error', 'no'],
      ['CONFIG', 'SET', 'protected-mode', 'no'],
      ['CONFIG', 'SET', 'auto-aof-rewrite-min-size', '1mb'],
      ['CONFIG', 'SET', 'maxmemory-samples', '0'],
      ['CONFIG', 'SET', 'maxmemory-samples', '10'],
      ['CONFIG', 'GET', 'auto-aof-rewrite-min-size'],
    ];
    const differences = await clients.differences(requests);
    clients.close();
    await servers.stop();
    expect(differences).toEqual([]);
  },
);
