import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { liveRecords } from '../log/live-keys.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { encodeCommand } from './aof/encode-command.ts';
import { readRedis } from './read-redis.ts';

const scratch = scratchDirectories();
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const count = 100_000;
const maxRatio = 4;
const keyOf = (i: number) => String((i * 7919) % count).padStart(8, '0');
const each = (words: (key: string, i: number) => string[]) =>
  Array.from({ length: count }, (_, i) => encodeCommand(words(keyOf(i), i).map((word) => Buffer.from(word))));
const once = (words: string[]) => [encodeCommand(words.map((word) => Buffer.from(word)))];
/** A key and 40 names with each command. */
const in40s = (words: (names: string[]) => string[]) =>
  Array.from({ length: count / 40 }, (_, n) =>
    once(words([`key ${n}`, ...keys.slice(n * 40, n * 40 + 40)])),
  ).flat();
const keys = Array.from({ length: count }, (_, i) => keyOf(i));

const logs = {
  'SET of keys of their own': () => each((key) => ['SET', key, 'abc']),
  'SET of the same keys': () => each((_, i) => ['SET', keyOf(i % 1000), 'abc']),
  'MSET of them all': () => once(['MSET', ...keys.flatMap((key) => [key, 'abc'])]),
  'SET with deadlines': () =>
    each((key, i) => ['SET', key, 'abc', 'PXAT', String(1_700_000_000_000 + i * 61_000)]),
  INCR: () => each((key) => ['INCR', key]),
  'SADD of one member': () => each((key) => ['SADD', key, 'abc']),
  'HSET of one field': () => each((key) => ['HSET', key, 'f', 'abc']),
  'RPUSH of one item': () => each((key) => ['RPUSH', key, 'abc']),
  'ZADD of one member': () => each((key) => ['ZADD', key, '1', 'abc']),
  'XADD of one entry': () => each((key) => ['XADD', key, '1-1', 'f', 'abc']),
  'SADD to one set': () => each((key) => ['SADD', 'set', key]),
  'RPUSH to one list': () => each((key) => ['RPUSH', 'list', key]),
  'LPUSH to one list': () => each((key) => ['LPUSH', 'list', key]),
  'HSET of one hash': () => each((key) => ['HSET', 'hash', key, 'abc']),
  'ZADD to one sorted set': () => each((key, i) => ['ZADD', 'zset', String(i), key]),
  'ZADD to a sorted set whose ranks are asked for': () => [
    ...each((key, i) => ['ZADD', 'zset', String(i), key]),
    ...once(['ZPOPMIN', 'zset']),
  ],
  'SADD of all members': () => once(['SADD', 'set', ...keys]),
  'RPUSH of all items': () => once(['RPUSH', 'list', ...keys]),
  'HSET of all fields': () => once(['HSET', 'hash', ...keys.flatMap((key) => [key, 'abc'])]),
  'HSET of all fields with values of their own': () =>
    once(['HSET', 'hash', ...keys.flatMap((key, i) => [key, `v${i}`])]),
  'ZADD of all members': () => once(['ZADD', 'zset', ...keys.flatMap((key, i) => [String(i), key])]),
  'SADD of members of three bytes': () => once(['SADD', 'set', ...keys.map((_, i) => i.toString(36))]),
  'SADD of 40 members each': () => in40s((members) => ['SADD', ...members]),
  'HSET of 40 fields each': () =>
    in40s(([key = '', ...fields]) => ['HSET', key, ...fields.flatMap((f) => [f, '1'])]),
  'XADD to one stream': () => each((_, i) => ['XADD', 'stream', `1526919030474-${i}`, 'f', 'abc']),
  'XGROUP CREATE': () => each((key) => ['XGROUP', 'CREATE', key, 'g', '$', 'MKSTREAM']),
  'a transaction': () => [...once(['MULTI']), ...each((key) => ['SET', key, 'abc']), ...once(['EXEC'])],
  'commands without effect': () => each(() => ['PING']),
  'keys that come and go': () => each((key, i) => (i % 2 ? ['DEL', keyOf(i - 1)] : ['SET', key, 'abc'])),
};

/** As old versions wrote it: strings of three bytes without a checksum. */
function rdbOfTinyKeys(): Buffer {
  const records = keys.map((key) => Buffer.from(`\0\b${key}\x03abc`));
  return Buffer.concat([Buffer.from('REDIS0003\xfe\0', 'latin1'), ...records, Buffer.of(0xff)]);
}

const files: [string, string, () => Buffer][] = [
  ...Object.entries(logs).map(
    ([title, commands]) =>
      [`a log with ${title}`, 'appendonly.aof', () => Buffer.concat(commands())] as [
        string,
        string,
        () => Buffer,
      ],
  ),
  ['an RDB of tiny keys', 'dump.rdb', rdbOfTinyKeys],
];

it.each(files)('%s takes less than four times its bytes', async (_, name, content) => {
  const directory = await scratch();
  const bytes = content();
  writeFileSync(join(directory, name), bytes);
  const before = used();
  let peak = 0;
  const fileSystem = lookingAtEachRead(() => {
    // Collecting garbage takes long: only where there may be too much.
    if (allocated() - before >= maxRatio * bytes.length) peak = Math.max(peak, used() - before);
  });
  const log = await readRedis(directory, { fileSystem });
  const kept = used() - before;
  const live = await liveRecords(log.table, { nowMs: 0 });
  expect(log.verdict.damaged).toEqual([]);
  expect(live.length).toBeLessThanOrEqual(count);
  expect(peak).toBeLessThan(maxRatio * bytes.length);
  expect(kept).toBeLessThan(maxRatio * bytes.length);
  expect(used() - before).toBeLessThan(maxRatio * bytes.length);
});

/** Calls back whenever the next window of a file is read, between and within commands. */
function lookingAtEachRead(look: () => void): FileSystem {
  return {
    ...nodeFileSystem,
    open: async (path, mode) => {
      const handle = await nodeFileSystem.open(path, mode);
      return new Proxy(handle, {
        get: (target, name) => {
          if (name === 'readSync') look();
          const member: unknown = Reflect.get(target, name);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    },
  };
}

/** Bytes that are held, and not what waits to be collected. */
function used(): number {
  collectGarbage();
  collectGarbage();
  return allocated();
}

function allocated(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
