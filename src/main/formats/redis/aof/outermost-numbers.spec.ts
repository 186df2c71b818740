import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { hasRedis, savedByServer } from '../real-redis.ts';
import { aofOf, rdbOf } from '../testing.ts';
import { encodeMilliseconds } from '../write/encode.ts';

const scratch = scratchDirectories();
const highest = String(2n ** 63n - 1n);
const lowest = `-${highest}`;
const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const scored = letters.flatMap((letter, score) => [String(score), letter]);

async function replayed(commands: string[][]) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/d', { fileSystem });
  return { log, keys: (await stateOf(log, fileSystem)).db0 ?? {} };
}

async function loaded(commands: string[][]) {
  const directory = await scratch();
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...commands));
  const saved = await savedByServer(directory);
  return (await stateOf(await readRedis(saved, { fileSystem: nodeFileSystem }), nodeFileSystem)).db0 ?? {};
}

/** What is written for "to the end": Java's Long.MAX_VALUE and the like. */
const toTheEnd = [
  ['RPUSH', 'trimmed', ...letters],
  ['LTRIM', 'trimmed', '2', highest],
  ['RPUSH', 'trimmed from', ...letters],
  ['LTRIM', 'trimmed from', lowest, '2'],
  ['RPUSH', 'removed', ...letters, ...letters],
  ['LREM', 'removed', highest, 'a'],
  ['LREM', 'removed', lowest, 'b'],
  ['RPUSH', 'popped', ...letters],
  ['LPOP', 'popped', highest],
  ['RPUSH', 'popped one of', ...letters],
  ['LMPOP', '1', 'popped one of', 'LEFT', 'COUNT', highest],
  ['ZADD', 'ranks', ...scored],
  ['ZREMRANGEBYRANK', 'ranks', '1', highest],
  ['ZADD', 'lowest', ...scored],
  ['ZPOPMIN', 'lowest', highest],
  ['ZADD', 'zset', ...scored],
  ['ZRANGESTORE', 'stored', 'zset', '1', highest],
  ['ZRANGESTORE', 'limited', 'zset', '-inf', 'inf', 'BYSCORE', 'LIMIT', '1', highest],
  ['ZRANGESTORE', 'unlimited', 'zset', '-inf', 'inf', 'BYSCORE', 'LIMIT', '1', lowest],
  ['ZRANGESTORE', 'before the first', 'zset', '-inf', 'inf', 'BYSCORE', 'LIMIT', '-2', '2'],
  ['RPUSH', 'unsorted', '3', '1', '2'],
  ['SORT', 'unsorted', 'LIMIT', '0', '9007199254740993', 'STORE', 'sorted'],
  ['XADD', 'stream', '1-1', 'a', 'b'],
  ['XTRIM', 'stream', 'MAXLEN', '=', highest],
  ['XADD', 'stream', 'MAXLEN', '=', highest, '2-1', 'a', 'b'],
];

const floats = [
  ['ZADD', 'hex', '0x10', 'a', '-0x10', 'b', '0x1p3', 'c', '0x.8', 'd', '-0xAp-1', 'e', '+0x1P+2', 'f'],
  [
    'ZADD',
    'decimal',
    '1e3',
    'a',
    '+5',
    'b',
    '.5',
    'c',
    '5.',
    'd',
    'infinity',
    'e',
    '-INF',
    'f',
    '4e-320',
    'g',
  ],
  ['ZADD', 'refused', '1e400', 'a'],
  ['ZADD', 'refused', '0b11', 'a'],
  ['ZADD', 'refused', ' 1', 'a'],
  ['ZADD', 'refused', '1\0', 'a'],
  ['ZADD', 'refused', '1e-400', 'a'],
  ['ZINCRBY', 'hex', '-0x1', 'a'],
  ['ZUNIONSTORE', 'weighted', '1', 'hex', 'WEIGHTS', '-0x2'],
  ['ZRANGESTORE', 'within', 'hex', '(-0x5', '0x20', 'BYSCORE'],
  ['ZADD', 'nothing is zero', ...scored],
  ['ZREMRANGEBYSCORE', 'nothing is zero', '', ' 1'],
  ['ZREMRANGEBYSCORE', 'nothing is zero', '(4', ' 1e400'],
  ['ZADD', 'open', ...scored],
  ['ZREMRANGEBYSCORE', 'open', '(', '3\0nothing'],
];

const decode = (keys: Record<string, unknown>) => Object.keys(keys).map((key) => atob(key));

describe('integers that no double holds', () => {
  it('stand for all there is, as counts and as positions', async () => {
    const { log, keys } = await replayed(toTheEnd);
    expect(log.verdict.damaged).toEqual([]);
    expect(keys[btoa('trimmed')]).toMatchObject({ value: letters.slice(2).map((letter) => btoa(letter)) });
    expect(decode(keys)).not.toContain('popped');
  });

  it('are the latest time there is, as deadlines: the command counts', async () => {
    const { keys } = await replayed([
      ['SET', 'string', 'v', 'PXAT', highest],
      ['SET', 'seconds', 'v', 'EXAT', '9223372036854775'],
      ['SET', 'later', 'v'],
      ['PEXPIREAT', 'later', '9007199254740993'],
      ['HSET', 'hash', 'f', 'v'],
      ['HPEXPIREAT', 'hash', highest, 'FIELDS', '1', 'f'],
    ]);
    const latest = Number.MAX_SAFE_INTEGER;
    expect(
      Object.fromEntries(Object.entries(keys).map(([key, { expireAt }]) => [atob(key), expireAt])),
    ).toEqual({ string: latest, seconds: latest, later: latest, hash: null });
    expect(
      (
        await replayed([
          ['SET', 'gone', 'v'],
          ['PEXPIREAT', 'gone', lowest],
        ])
      ).keys,
    ).toEqual({});
  });

  it('are the latest time there is in an RDB, too, and can be written again', async () => {
    const deadline = Buffer.alloc(9, 252);
    deadline.writeBigInt64LE(2n ** 63n - 1n, 1);
    const entry = Buffer.concat([deadline, Buffer.from('\0\x01k\x01v')]);
    const fileSystem = await memoryDirectory('/d', { 'dump.rdb': rdbOf([entry]) });
    const { table } = await readRedis('/d', { fileSystem });
    const { expireAt } = table.record(0);
    expect(expireAt).toBe(Number.MAX_SAFE_INTEGER);
    expect(encodeMilliseconds(expireAt ?? 0).readBigInt64LE()).toBe(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it.runIf(hasRedis)('are what redis-server takes them for', async () => {
    expect((await replayed(toTheEnd)).keys).toEqual(await loaded(toTheEnd));
  });
});

describe('scores as C reads them', () => {
  it('may be hexadecimal, and ends of ranges may be empty', async () => {
    const { keys } = await replayed(floats);
    expect(keys[btoa('hex')]).toMatchObject({
      value: expect.arrayContaining([
        [btoa('a'), '15'],
        [btoa('b'), '-16'],
        [btoa('d'), '0.5'],
      ]),
    });
    expect(decode(keys)).not.toContain('refused');
  });

  it.runIf(hasRedis)('are what redis-server takes them for', async () => {
    expect((await replayed(floats)).keys).toEqual(await loaded(floats));
  });
});

it('a bit in the second half of the longest string is set where it belongs', async () => {
  const offset = 2 ** 31 + 9;
  const fileSystem = await memoryDirectory('/d', {
    'appendonly.aof': aofOf(['SETBIT', 'bits', String(offset), '1']),
  });
  const { table } = await readRedis('/d', { fileSystem });
  expect(table.record(0).valueLength).toBe(Math.floor(offset / 8) + 1);
});
