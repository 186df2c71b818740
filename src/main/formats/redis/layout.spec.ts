import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '../testing/state.ts';
import { layoutOf } from './layout.ts';
import { aofOf } from './testing.ts';

const aof = aofOf(['SET', 'a', '1']);
const rdb = 'REDIS0011';
const manifest = 'file my.aof.1.incr.aof seq 1 type i\n';

async function partsOf(
  files: Record<string, Uint8Array | string>,
  directory = '/d',
): Promise<string[] | undefined> {
  const layout = await layoutOf(directory, await memoryDirectory('/d', files));
  return layout?.parts.map(({ name }) => name);
}

describe('the files that Redis would load', () => {
  it.each([
    ['an RDB by itself', { 'dump.rdb': rdb }, ['dump.rdb']],
    ['a log before an RDB', { 'dump.rdb': rdb, 'appendonly.aof': aof }, ['appendonly.aof']],
    [
      'the RDB where the log is off',
      { 'dump.rdb': rdb, 'appendonly.aof': aof, 'redis.conf': 'appendonly no' },
      ['dump.rdb'],
    ],
    ['an RDB of another name', { 'cache.rdb': rdb, 'redis.conf': 'dbfilename "cache.rdb"' }, ['cache.rdb']],
    [
      'an append-only directory of another name',
      {
        'logs/my.aof.manifest': manifest,
        'logs/my.aof.1.incr.aof': aof,
        'redis.conf': 'appendfilename my.aof\nappenddirname logs',
      },
      ['logs/my.aof.1.incr.aof'],
    ],
    ['files where dir says', { 'data/dump.rdb': rdb, 'redis.conf': 'dir ./data' }, ['data/dump.rdb']],
    [
      'files where an absolute dir says',
      { 'data/dump.rdb': rdb, 'redis.conf': 'dir /d/data' },
      ['data/dump.rdb'],
    ],
    [
      'files beside a redis.conf that was copied with them',
      { 'dump.rdb': rdb, 'redis.conf': 'dir /var/lib/redis' },
      ['dump.rdb'],
    ],
    ['a log of another name by itself', { 'old.aof': aof, 'notes.txt': '' }, ['old.aof']],
    ['none of several that could be meant', { 'a.rdb': rdb, 'b.aof': aof }, undefined],
    ['none where nothing of the kind is', { 'redis.conf': 'dir /nowhere' }, undefined],
  ])('are %s', async (_what, files, expected) => {
    expect(await partsOf(files as Record<string, string>)).toEqual(expected);
  });
});
