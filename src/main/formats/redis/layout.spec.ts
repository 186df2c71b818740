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
    [
      'an append-only directory whose name is no ASCII, as redis-server writes it',
      {
        'logs/größe.aof.manifest': 'file "gr\\xc3\\xb6\\xc3\\x9fe.aof.1.incr.aof" seq 1 type i\n',
        'logs/größe.aof.1.incr.aof': aof,
        'redis.conf': '# appendonly no\nappendfilename "gr\\xc3\\xb6\\xc3\\x9fe.aof"\nappenddirname logs',
      },
      ['logs/größe.aof.1.incr.aof'],
    ],
    [
      'parts of a log that has no ending of its own',
      {
        'appendonlydir/log.manifest': 'file log.1.incr.aof seq 1 type i\n',
        'appendonlydir/log.1.incr.aof': aof,
        'appendonlydir/other.manifest': '{}',
      },
      ['appendonlydir/log.1.incr.aof'],
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

it('a manifest that was not put into its place yet counts nothing', async () => {
  const files = {
    'appendonlydir/temp-appendonly.aof.manifest': 'file appendonly.aof.1.incr.aof seq 1 type i\n',
    'appendonlydir/appendonly.aof.1.incr.aof': aof,
  };
  const layout = await layoutOf('/d', await memoryDirectory('/d', files));
  expect(layout?.problems.map(({ reason }) => reason)).toEqual([
    'no manifest is there: Redis would start empty beside these files',
  ]);
});
