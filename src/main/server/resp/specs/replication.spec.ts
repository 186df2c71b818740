import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { readRedis } from '../../../formats/redis/read-redis.ts';
import { hasRedis, RealRedis } from '../../../formats/redis/real-redis.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { stateOf } from '../../../formats/testing/state.ts';
import { followServer } from '../../../replication/follow-server.ts';
import { followedServer } from '../../../replication/followed-server.ts';
import { RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();
const scratch = scratchDirectories();

const first = [
  ['SET', 'string', 'a\0\xff', 'PXAT', '9999999999999'],
  ['RPUSH', 'list', 'x', 'y'],
  ['SADD', 'set', 'm'],
  ['HSET', 'hash', 'f', 'v'],
  ['ZADD', 'zset', '1.5', 'm'],
  ['XADD', 'stream', '1-1', 'f', 'v'],
  ['SELECT', '3'],
  ['SET', 'other', 'database'],
  ['SELECT', '0'],
];
const later = [
  ['APPEND', 'string', '!'],
  ['MULTI'],
  ['RPUSH', 'list', 'z'],
  ['SELECT', '3'],
  ['INCR', 'counter'],
  ['EXEC'],
  ['DEL', 'other'],
  ['SELECT', '0'],
  ['DEL', 'set'],
];
const questions = [
  ['GET', 'string'],
  ['PEXPIRETIME', 'string'],
  ['LRANGE', 'list', '0', '-1'],
  ['EXISTS', 'set'],
  ['HGETALL', 'hash'],
  ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'stream', '-', '+'],
  ['SELECT', '3'],
  ['GET', 'counter'],
  ['EXISTS', 'other'],
  ['SELECT', '0'],
];

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}

/** Whether so many replicas have all that has been written. */
const allHave = async (client: RawClient, replicas: number) =>
  (await client.ask('WAIT', String(replicas), '2000')) === `:${replicas}\r\n`;

describe.runIf(hasRedis)('a real redis-server as replica', () => {
  it('has every key, and every change from then on', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.askAll(first);
    const replica = await RealRedis.start(await scratch(), '--replicaof', `127.0.0.1 ${server.port}`);
    try {
      await until(async () => replica.ask('INFO', 'replication').includes('master_link_status:up'));
      await client.askAll(later);
      expect(await allHave(client, 1)).toBe(true);
      const reader = await RawClient.connect(replica.port);
      expect(await reader.askAll(questions)).toEqual(await client.askAll(questions));
      expect(await client.ask('ROLE')).toContain('$9\r\n127.0.0.1\r\n');
      reader.close();
    } finally {
      await replica.stop();
    }
  });
});

describe('another Walscope', () => {
  it('follows it, and has every key when it ends', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.askAll(first);
    const directory = await scratch();
    const ending = new AbortController();
    const following = followServer({
      server: followedServer(`redis://127.0.0.1:${server.port}`),
      directory,
      fileSystem: nodeFileSystem,
      signal: ending.signal,
      onEvent: () => undefined,
    });
    await until(async () => (await client.ask('INFO', 'replication')).includes('connected_slaves:1'));
    await client.askAll(later);
    expect(await allHave(client, 1)).toBe(true);
    ending.abort();
    await following;
    const log = await readRedis(directory, { fileSystem: nodeFileSystem });
    const { db0, db3 } = await stateOf(log, nodeFileSystem);
    expect(Object.keys(db0 ?? {}).length).toBe(5);
    expect(JSON.stringify(db0)).toContain(Buffer.from('a\0\xff!', 'latin1').toString('base64'));
    expect(Object.values(db3 ?? {})).toMatchObject([
      { type: 'string', value: Buffer.from('1').toString('base64') },
    ]);
  });
});

describe('a replica whose connection broke', () => {
  it('goes on where it stood, as long as that is still known', async () => {
    const { connect } = await serve();
    const [client, replica] = await Promise.all([connect(), connect()]);
    const [, id, offset] = (await replica.ask('PSYNC', '?', '-1')).trim().split(' ') as [
      string,
      string,
      string,
    ];
    await client.ask('SET', 'a', '1');
    const again = await connect();
    expect(await again.ask('PSYNC', id, String(Number(offset) + 1))).toBe(`+CONTINUE ${id}\r\n`);
    expect(await again.next()).toBe('*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n');
    expect(await again.next()).toBe('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n');
    await client.ask('SET', 'b', '2');
    expect(await again.next()).toMatch(/SELECT/);
    expect(await again.next()).toContain('$1\r\nb\r\n');
    const stranger = await connect();
    expect(await stranger.ask('PSYNC', id.replace(/./g, 'f'), '1')).toMatch(/^\+FULLRESYNC /);
  });
});
