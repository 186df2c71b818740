import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { storedKey } from '../../../../shared/database-key.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { readRedis } from '../../../formats/redis/read-redis.ts';
import { hasRedis, RealRedis } from '../../../formats/redis/real-redis.ts';
import { scratchDirectories } from '../../../formats/testing/scratch.ts';
import { stateOf } from '../../../formats/testing/state.ts';
import { type FollowEvent, followServer } from '../../../replication/follow-server.ts';
import { followedServer } from '../../../replication/followed-server.ts';
import { attach } from './attach.ts';
import { encodeRequest, RawClient } from './raw-client.ts';
import { servedDirectories } from './served.ts';

if (!hasRedis) console.log('Left out: replication to a real redis-server, of which there is none here.');

const serve = servedDirectories();
const scratch = scratchDirectories();
const run = promisify(execFile);

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
  ['XGROUP', 'CREATE', 'stream', 'group', '0'],
  ['XREADGROUP', 'GROUP', 'group', 'reader', 'STREAMS', 'stream', '>'],
  ['PEXPIREAT', 'hash', '9999999999999'],
];
const questions = [
  ['GET', 'string'],
  ['PEXPIRETIME', 'string'],
  ['LRANGE', 'list', '0', '-1'],
  ['EXISTS', 'set'],
  ['HGETALL', 'hash'],
  ['PEXPIRETIME', 'hash'],
  ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'stream', '-', '+'],
  ['XPENDING', 'stream', 'group'],
  ['SELECT', '3'],
  ['GET', 'counter'],
  ['EXISTS', 'other'],
  ['SELECT', '0'],
];

/** Whether so many replicas have all that has been written. */
const allHave = async (client: RawClient, replicas: number) =>
  (await client.ask('WAIT', String(replicas), '20000')) === `:${replicas}\r\n`;

describe.runIf(hasRedis)('a real redis-server as replica', () => {
  const replicas: RealRedis[] = [];
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.stop();
  });

  async function replicaOf(port: number, ...settings: string[]) {
    const replica = await RealRedis.start(
      await scratch(),
      ...['--replicaof', `127.0.0.1 ${port}`, '--repl-diskless-load', 'disabled'],
      ...settings,
    );
    replicas.push(replica);
    return replica;
  }

  it('has every key, and every change from then on', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.askAll(first);
    const replica = await replicaOf(server.port);
    expect(await allHave(client, 1)).toBe(true);
    await client.askAll(later);
    expect(await allHave(client, 1)).toBe(true);
    const reader = await RawClient.connect(replica.port);
    expect(await reader.askAll(questions)).toEqual(await client.askAll(questions));
    reader.close();
    expect(await client.ask('ROLE')).toContain(`$9\r\n127.0.0.1\r\n$${String(replica.port).length}\r\n`);
    expect(await client.ask('INFO', 'replication')).toMatch(
      new RegExp(`slave0:ip=127\\.0\\.0\\.1,port=${replica.port},state=online,offset=\\d+,lag=\\d`),
    );
    expect(await client.ask('CLIENT', 'LIST', 'TYPE', 'replica')).toContain('flags=S');
  });

  it('goes on where it was when its connection breaks, byte for byte', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    const replica = await replicaOf(server.port);
    await client.ask('SET', 'a', '1');
    expect(await allHave(client, 1)).toBe(true);
    await client.ask('SELECT', '2');
    await client.ask('CLIENT', 'KILL', 'TYPE', 'replica');
    await client.askAll(Array.from({ length: 100 }, () => ['INCR', 'n']));
    expect(await allHave(client, 1)).toBe(true);
    expect(replica.ask('-n', '2', 'GET', 'n')).toBe('100');
    expect(replica.said).toContain('Successful partial resynchronization');
    const offset = /master_repl_offset:(\d+)/.exec(await client.ask('INFO', 'replication'))?.[1];
    expect(replica.ask('INFO', 'replication')).toContain(`slave_repl_offset:${offset}`);
  });

  it('hears of what others change in the store, and of what expires', async () => {
    const { server, store, connect } = await serve();
    const client = await connect();
    await client.ask('SET', 'short', 'lived');
    await client.ask('SET', 'taken', 'away');
    const replica = await replicaOf(server.port);
    expect(await allHave(client, 1)).toBe(true);
    await store.set('by hand', 'in the app');
    await store.batch([
      { op: 'set', key: 'list', value: '{"value":["YQ=="]}', type: 'list' },
      { op: 'delete', key: 'taken' },
      { op: 'set', key: storedKey(5, Buffer.from('far')), value: 'away' },
      { op: 'set', key: storedKey(99, Buffer.from('too far')), value: 'for a server' },
    ]);
    await client.ask('PEXPIRE', 'short', '1');
    while ((await client.ask('EXISTS', 'short')) !== ':0\r\n');
    expect(await allHave(client, 1)).toBe(true);
    expect(replica.ask('GET', 'by hand')).toBe('in the app');
    expect(replica.ask('LRANGE', 'list', '0', '-1')).toBe('a');
    expect(replica.ask('EXISTS', 'short', 'taken')).toBe('0');
    expect(replica.ask('-n', '5', 'GET', 'far')).toBe('away');
    expect(replica.ask('INFO', 'keyspace')).not.toContain('db99');
  });

  it('misses nothing that is written while it attaches, and has nothing of it twice', async () => {
    const { server, connect } = await serve({}, { fsync: 'always' });
    const client = await connect();
    await client.askAll(Array.from({ length: 500 }, (_, at) => ['SET', `key${at}`, 'x'.repeat(at)]));
    let isWriting = true;
    let written = 0;
    const writing = (async () => {
      const writer = await connect();
      await writer.ask('SELECT', '7');
      for (; isWriting; written++)
        await writer.askAll([
          ['SET', `during${written}`, String(written)],
          ['INCR', 'count'],
        ]);
    })();
    const attached = await Promise.all([replicaOf(server.port), replicaOf(server.port)]);
    await client.ask('WAIT', '2', '20000');
    isWriting = false;
    await writing;
    expect(await allHave(client, 2)).toBe(true);
    for (const replica of attached)
      expect(replica.ask('INFO', 'keyspace')).toMatch(
        new RegExp(`db0:keys=500,.*\\s+db7:keys=${written + 1},`),
      );
    for (const replica of attached) expect(replica.ask('-n', '7', 'GET', 'count')).toBe(String(written));
  });

  it('is what redis-cli asks for a snapshot as', async () => {
    const { server, connect } = await serve();
    await (await connect()).askAll(first);
    const directory = await scratch();
    await run('redis-cli', ['-p', String(server.port), '--rdb', join(directory, 'dump.rdb')]);
    const loaded = await RealRedis.start(directory, '--dbfilename', 'dump.rdb');
    replicas.push(loaded);
    expect(loaded.ask('DBSIZE')).toBe('6');
  });
});

describe('another Walscope', () => {
  function follow(port: number, directory: string) {
    const ending = new AbortController();
    const events: FollowEvent[] = [];
    const following = followServer({
      server: followedServer(`redis://127.0.0.1:${port}`),
      directory,
      fileSystem: nodeFileSystem,
      signal: ending.signal,
      onEvent: (event) => events.push(event),
    });
    const stop = async () => {
      ending.abort();
      await following;
    };
    return { events, stop };
  }

  it('follows it, goes on where it ended, and has every key when it ends', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.askAll(first);
    const directory = await scratch();
    const before = follow(server.port, directory);
    expect(await allHave(client, 1)).toBe(true);
    await client.askAll(later.slice(0, 6));
    expect(await allHave(client, 1)).toBe(true);
    await before.stop();
    await client.askAll(later.slice(6));
    const after = follow(server.port, directory);
    expect(await allHave(client, 1)).toBe(true);
    await after.stop();
    const attached = [...before.events, ...after.events].filter((event) => event.kind === 'following');
    expect(attached.map(({ resumed }) => resumed)).toEqual([false, true]);
    const log = await readRedis(directory, { fileSystem: nodeFileSystem });
    expect(log.verdict.damaged).toEqual([]);
    const { db0, db3 } = await stateOf(log, nodeFileSystem);
    const named = Object.fromEntries(
      Object.entries(db0 ?? {}).map(([key, value]) => [atob(key), value]),
    ) as Record<'string' | 'hash' | 'list', unknown>;
    expect(Object.keys(named).sort()).toEqual(['hash', 'list', 'stream', 'string', 'zset']);
    expect(named.string).toMatchObject({ value: btoa('a\0\xff!'), expireAt: 9999999999999 });
    expect(named.hash).toMatchObject({ value: { [btoa('f')]: btoa('v') }, expireAt: 9999999999999 });
    expect(named.list).toMatchObject({ value: ['x', 'y', 'z'].map(btoa) });
    expect(Object.values(db3 ?? {})).toMatchObject([{ type: 'string', value: btoa('1') }]);
  });
});

const manySets = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => ['SET', `key${at}`, 'x'.repeat(length)]);

describe('the stream of commands', () => {
  it('can be taken up where it broke, as long as that is still known', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    const { id, offset } = await attach(server.port);
    await client.ask('SET', 'a', '1');
    const again = await connect();
    expect(await again.ask('PSYNC', id, String(offset + 1))).toBe(`+CONTINUE ${id}\r\n`);
    expect(await again.next()).toBe('*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n');
    expect(await again.next()).toBe('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n');
    await client.ask('SET', 'b', '2');
    expect(await again.next()).toBe('*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n');
    for (const [wrongId, wrongOffset] of [
      [id.replace(/./g, 'f'), '1'],
      [id, '1000'],
    ] as const) {
      const stranger = await connect();
      expect(await stranger.ask('PSYNC', wrongId, wrongOffset)).toMatch(/^\+FULLRESYNC /);
    }
  });

  it('is forgotten beyond repl-backlog-size', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.ask('CONFIG', 'SET', 'repl-backlog-size', '100kb');
    const { replica, id, offset } = await attach(server.port);
    await client.ask('CLIENT', 'KILL', 'TYPE', 'replica');
    await replica.gone;
    await client.askAll(manySets(30, 10_000));
    await client.ask('WAIT', '0', '0');
    expect(await client.ask('INFO', 'replication')).toMatch(/repl_backlog_histlen:1\d{5}\r/);
    const again = await connect();
    expect(await again.ask('PSYNC', id, String(offset + 1))).toMatch(/^\+FULLRESYNC /);
  });

  it('has one transaction for what is one in the log', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    const { replica } = await attach(server.port);
    await client.askAll([['MULTI'], ['SET', 'a', '1'], ['SET', 'b', '2'], ['EXEC']]);
    const told = [];
    for (let count = 0; count < 5; count++) told.push((await replica.next()).split('\r\n')[2]);
    expect(told).toEqual(['SELECT', 'MULTI', 'SET', 'SET', 'EXEC']);
  });

  it('lets a replica go that is too far behind', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    await client.ask('CONFIG', 'SET', 'client-output-buffer-limit', 'replica 1mb 0 0');
    const { replica } = await attach(server.port);
    replica.socket.pause();
    await client.askAll(manySets(20, 1_000_000));
    await client.ask('WAIT', '0', '0');
    expect(await client.ask('INFO', 'replication')).toContain('connected_slaves:0');
    replica.socket.resume();
    await replica.gone;
  });
});

describe('WAIT', () => {
  it('counts who has everything, and ends with its time', async () => {
    const { server, connect } = await serve();
    const client = await connect();
    expect(await client.ask('WAIT', '0', '0')).toBe(':0\r\n');
    expect(await client.ask('WAIT', '1', '1')).toBe(':0\r\n');
    const { replica } = await attach(server.port);
    await client.ask('SET', 'a', '1');
    expect(await client.ask('WAIT', '1', '1')).toBe(':0\r\n');
    replica.send(encodeRequest(['REPLCONF', 'ACK', '999999']));
    expect(await client.ask('WAIT', '1', '0')).toBe(':1\r\n');
    expect(await client.askAll([['MULTI'], ['WAIT', '5', '0'], ['EXEC']])).toEqual([
      '+OK\r\n',
      '+QUEUED\r\n',
      expect.stringMatching(/^\*1\r\n:[01]\r\n$/),
    ]);
  });
});
