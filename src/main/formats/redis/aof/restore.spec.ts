import { expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { scratchDirectories } from '../../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { hasRedis, RealRedis } from '../real-redis.ts';
import { aofOf } from '../testing.ts';

if (!hasRedis) console.log('Left out: RESTORE of a real redis-server, of which there is none here.');

const scratch = scratchDirectories();
const logged = ['--appendonly', 'yes', '--auto-aof-rewrite-percentage', '0'];
const values = [
  ['SET', 'string', 'text'],
  ['RPUSH', 'list', ...Array.from({ length: 300 }, (_, at) => `item ${at}`)],
  ['SADD', 'set', '1', '2', '3'],
  ['HSET', 'hash', 'field', 'x'.repeat(100)],
  ['ZADD', 'zset', '1.5', 'm', '-inf', 'n'],
  ['XADD', 'stream', '1-1', 'f', 'v'],
  ['XGROUP', 'CREATE', 'stream', 'group', '0'],
];
const keys = ['string', 'list', 'set', 'hash', 'zset', 'stream'];

async function stateAt(directory: string) {
  const log = await readRedis(directory, { fileSystem: nodeFileSystem });
  expect(log.verdict.damaged).toEqual([]);
  return stateOf(log, nodeFileSystem);
}

it.runIf(hasRedis)(
  'RESTORE in a log of redis-server gives the value and deadline that it gave there',
  async () => {
    const [from, to] = [await scratch(), await scratch()];
    const first = await RealRedis.start(from, ...logged);
    const second = await RealRedis.start(to, ...logged);
    try {
      await first.send([...values, ...keys.slice(3).map((key) => ['PEXPIREAT', key, '9999999999999'])]);
      second.ask('SET', 'list', 'in the way');
      const target = ['127.0.0.1', String(second.port), '', '0', '5000'];
      expect(first.ask('MIGRATE', ...target, 'COPY', 'REPLACE', 'KEYS', ...keys)).toBe('OK');
    } finally {
      await first.stop();
      await second.stop();
    }
    const [given, taken] = [await stateAt(from), await stateAt(to)];
    const { db0 = {} } = taken;
    expect(Object.keys(db0)).toHaveLength(keys.length);
    for (const [key, value] of Object.entries(given.db0 ?? {})) {
      const found = db0[key];
      // MIGRATE sends how long a key has left, and some of that is gone by when it comes.
      if (value.expireAt !== null)
        expect(Math.abs((found?.expireAt ?? 0) - value.expireAt)).toBeLessThan(60_000);
      expect({ ...found, expireAt: value.expireAt }).toEqual(value);
    }
  },
);

it('a key that another node of a cluster has given is taken, as is one that MIGRATE gives', async () => {
  const payload = Buffer.concat([Buffer.from('\0\x01v'), Buffer.of(10, 0), Buffer.alloc(8)]);
  const aof = aofOf(['RESTORE-ASKING', 'key', '0', payload]);
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aof });
  const log = await readRedis('/d', { fileSystem });
  expect(log.verdict.damaged).toEqual([]);
  expect((await stateOf(log, fileSystem)).db0).toEqual({
    [btoa('key')]: { type: 'string', value: btoa('v'), expireAt: null },
  });
});
