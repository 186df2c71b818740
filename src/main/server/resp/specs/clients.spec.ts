import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { BasicClientSideCache, createClient, createClientPool } from 'redis';
import { describe, expect, it } from 'vitest';
import { hasRedis } from '../../../formats/redis/real-redis.ts';
import { servedDirectories } from './served.ts';

const serve = servedDirectories();
const run = promisify(execFile);

describe('ioredis', () => {
  it('works: commands, pipelines, transactions, scans, channels', async () => {
    const { server } = await serve({ password: 'secret' });
    const redis = new Redis({ host: '127.0.0.1', port: server.port, password: 'secret', db: 2 });
    await redis.set('key', 'value', 'EX', 100);
    expect(await redis.get('key')).toBe('value');
    expect(await redis.ttl('key')).toBe(100);
    await redis.hset('hash', { a: '1', b: '2' });
    expect(await redis.hgetall('hash')).toEqual({ a: '1', b: '2' });
    await redis.zadd('zset', 1.5, 'm');
    expect(await redis.zrange('zset', '0', '-1', 'WITHSCORES')).toEqual(['m', '1.5']);
    const piped = await redis.pipeline().incr('n').incr('n').exec();
    expect(piped).toEqual([
      [null, 1],
      [null, 2],
    ]);
    expect(await redis.multi().set('x', '1').get('x').exec()).toEqual([
      [null, 'OK'],
      [null, '1'],
    ]);
    const keys: string[] = [];
    for await (const page of redis.scanStream({ match: '*' })) keys.push(...(page as string[]));
    expect(keys.sort()).toEqual(['hash', 'key', 'n', 'x', 'zset']);
    const listener = redis.duplicate();
    const heard = new Promise((resolve) => listener.on('message', (_, message) => resolve(message)));
    await listener.subscribe('news');
    await redis.publish('news', 'hello');
    expect(await heard).toBe('hello');
    await expect(redis.call('EVAL', 'return 1', '0')).rejects.toThrow(/unknown command/);
    listener.disconnect();
    await redis.quit();
  });
});

describe('node-redis', () => {
  it.each([2, 3] as const)('works with version %i of the protocol', async (RESP) => {
    const { server } = await serve();
    const client = createClient({ url: `redis://127.0.0.1:${server.port}`, RESP });
    client.on('error', () => undefined);
    await client.connect();
    await client.set('key', 'value');
    expect(await client.get('key')).toBe('value');
    await client.hSet('hash', { a: '1' });
    expect({ ...(await client.hGetAll('hash')) }).toEqual({ a: '1' });
    await client.zAdd('zset', [{ score: 1.5, value: 'm' }]);
    expect(await client.zRangeWithScores('zset', 0, -1)).toEqual([{ score: 1.5, value: 'm' }]);
    await client.xAdd('stream', '1-1', { f: 'v' });
    expect(await client.xLen('stream')).toBe(1);
    expect(await client.multi().incr('n').lPush('list', ['a', 'b']).exec()).toEqual([1, 2]);
    const popped = await client.blPop('list', 1);
    expect(popped?.element).toBe('b');
    await client.close();
  });

  it('keeps what it has read until somebody changes it, and reads on from a pool', async () => {
    const { server } = await serve();
    const url = `redis://127.0.0.1:${server.port}`;
    const cache = new BasicClientSideCache({ ttl: 0, maxEntries: 100 });
    const client = await createClient({ url, RESP: 3, clientSideCache: cache }).connect();
    const pool = createClientPool({ url });
    await pool.connect();
    await Promise.all(Array.from({ length: 50 }, (_, i) => pool.set(`key:${i}`, String(i))));
    expect(await client.get('key:7')).toBe('7');
    expect(await client.get('key:7')).toBe('7');
    expect(cache.stats()).toMatchObject({ hitCount: 1, missCount: 1 });
    await pool.set('key:7', 'new');
    await expect.poll(() => client.get('key:7')).toBe('new');
    await pool.flushAll();
    await expect.poll(() => client.get('key:7')).toBeNull();
    client.destroy();
    pool.destroy();
  });
});

describe.runIf(hasRedis)('redis-cli', () => {
  it('works, from words on its command line and from its standard input', async () => {
    const { server } = await serve();
    const ask = async (...args: string[]) =>
      (await run('redis-cli', ['-p', String(server.port), ...args])).stdout;
    expect(await ask('SET', 'key', 'value')).toBe('OK\n');
    expect(await ask('-3', 'HSET', 'h', 'a', '1')).toBe('1\n');
    expect(await ask('-3', 'HGETALL', 'h')).toBe('a 1\n');
    expect(await ask('--scan')).toBe(
      (await ask('KEYS', '*')).split('\n').slice(0, -1).join('\n').concat('\n'),
    );
    expect(await ask('INFO', 'server')).toContain('redis_version:7.0.15');
    const benchmark = await run('redis-benchmark', [
      '-p',
      String(server.port),
      '-n',
      '200',
      '-q',
      '-t',
      'set,get,lpush,zadd',
    ]);
    expect(benchmark.stdout).toContain('ZADD');
  });
});
