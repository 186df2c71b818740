import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { stateOf } from '../testing/state.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis7, RealRedis } from './real-redis.ts';
import { aofOf } from './testing.ts';

if (!hasRedis7) console.log('Left out: large commands in a real redis-server, of which there is none here.');

const scratch = scratchDirectories();
const many = Array.from({ length: 150_000 }, (_, i) => String(i % 140_000));
const piece = 'x'.repeat(5000);

const logs: [string, string[][]][] = [
  [
    'commands of many arguments',
    [
      ['LPUSH', 'list', 'last', ...many],
      ['LPUSH', 'list', 'first'],
      ['MSET', ...many.slice(0, 20_000)],
      ['DEL', ...many.slice(100, 20_000)],
      ['SADD', 'set', ...many],
      ['SREM', 'set', ...many.slice(0, 100_000)],
      ['SADD', 'set', '5', '139999'],
      ['COPY', 'set', 'copy'],
      ['SREM', 'copy', '139999'],
      ['HSET', 'hash', ...many],
      ['ZADD', 'zset', ...many],
      ['ZREM', 'zset', ...many.slice(0, 70_000)],
    ],
  ],
  [
    'strings that are appended to, and their copies',
    [
      ['APPEND', 'a', piece],
      ['APPEND', 'a', 'end'],
      ['COPY', 'a', 'b'],
      ['APPEND', 'a', '1'],
      ['APPEND', 'b', '2'],
      ['RENAME', 'a', 'c'],
      ['APPEND', 'c', '3'],
      ['APPEND', 'a', '4'],
      ['SETRANGE', 'c', '5001', '!'],
      ['APPEND', 'c', '5'],
      ['SET', 'd', piece],
      ['APPEND', 'd', '6'],
      ['APPEND', 'd', '7'],
    ],
  ],
  [
    'SORT of what the C library reads as a number',
    [
      ...[
        '',
        ' 7',
        '7 ',
        '\r\n',
        '5\0x',
        '\0',
        'inf',
        '-Infinity',
        'nan',
        '0x1F',
        '-0x1f',
        '.5',
        '5.',
        '+1',
        'x',
        // Last: a server does not forget that a number was out of range.
        '1e400',
      ].flatMap((text, i) => [
        ['RPUSH', `l${i}`, '3', text, '-5'],
        ['SORT', `l${i}`, 'STORE', `d${i}`],
      ]),
    ],
  ],
  [
    'values that come out of use and into it again',
    [
      ...Array.from({ length: 2000 }, (_, i) => ['SADD', `s${i % 700}`, `${i}`]),
      ...Array.from({ length: 2000 }, (_, i) => ['HSET', `h${i % 700}`, `${i % 7}`, `${i}`]),
      ...Array.from({ length: 2000 }, (_, i) => ['ZADD', `z${i % 700}`, `${i / 3}`, `${i % 5}`]),
      ...Array.from({ length: 2000 }, (_, i) => ['RPUSH', `l${i % 700}`, `${i}`]),
      ...Array.from({ length: 2000 }, (_, i) => ['INCRBY', `n${i % 700}`, `${i}`]),
      ...Array.from({ length: 2000 }, (_, i) => ['XADD', `x${i % 700}`, `${i + 1}-0`, 'f', `${i}`]),
      ...Array.from({ length: 500 }, (_, i) => ['XDEL', `x${i}`, `${i + 1}-0`, '9999-9', `${i + 701}-0`]),
      ['SWAPDB', '0', '1'],
      ['SET', 's1', 'in the way'],
      ['SELECT', '1'],
      ['MOVE', 's2', '0'],
      ['FLUSHDB'],
      ['SADD', 's3', 'anew'],
      ['SWAPDB', '0', '1'],
    ],
  ],
];

it.runIf(hasRedis7).each(logs)('%s: what redis-server loads', async (_, commands) => {
  const directory = await scratch();
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...commands));
  const log = await readRedis(directory, { fileSystem: nodeFileSystem });
  expect(log.verdict.damaged).toEqual([]);
  const replayed = await stateOf(log, nodeFileSystem);
  const redis = await RealRedis.start(directory, '--appendonly', 'yes');
  try {
    redis.ask('BGREWRITEAOF');
    await expect
      .poll(() => redis.ask('INFO', 'persistence'), { timeout: 20_000 })
      .toMatch(/aof_rewrite_in_progress:0[\s\S]*aof_last_bgrewrite_status:ok/);
  } finally {
    await redis.stop();
  }
  const loaded = await stateOf(await readRedis(directory, { fileSystem: nodeFileSystem }), nodeFileSystem);
  expect(Object.keys(loaded)).not.toEqual([]);
  expect(Object.keys(replayed)).toEqual(Object.keys(loaded));
  for (const [db, keys] of Object.entries(loaded)) {
    expect(Object.keys(replayed[db] ?? {}).sort()).toEqual(Object.keys(keys).sort());
    for (const [key, value] of Object.entries(keys)) expect(replayed[db]?.[key]).toEqual(value);
  }
});
