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

describe('a damaged manifest', () => {
  const files = {
    'appendonlydir/appendonly.aof.2.base.rdb': rdb,
    'appendonlydir/appendonly.aof.1.base.rdb': rdb,
    'appendonlydir/appendonly.aof.3.incr.aof': aof,
    'appendonlydir/appendonly.aof.4.incr.aof': aof,
  };
  const parts = ['2.base.rdb', '3.incr.aof', '4.incr.aof'].map(
    (end) => `appendonlydir/appendonly.aof.${end}`,
  );

  it.each([
    ['that is empty', ''],
    ['of zeros', '\0'.repeat(100)],
    ['without its end', 'file appendonly.aof.2.base.rdb seq 2 type b\nfile appendonly.aof.3.incr'],
    [
      'with a type that is none',
      'file appendonly.aof.2.base.rdb seq 2 type b\nfile appendonly.aof.3.incr.aof seq 3 type j\nfile appendonly.aof.4.incr.aof seq 4 type i\n',
    ],
  ])('%s leaves the parts that lie beside it to be salvaged', async (_what, text) => {
    const directory = { ...files, 'appendonlydir/appendonly.aof.manifest': text };
    const layout = await layoutOf('/d', await memoryDirectory('/d', directory));
    expect(layout?.problems.length).toBeGreaterThan(0);
    expect(layout?.parts.map(({ name }) => name)).toEqual(parts);
  });

  it('does not bring back what it says is past', async () => {
    const lines = [
      'file appendonly.aof.2.base.rdb seq 2 type b',
      'file appendonly.aof.3.incr.aof seq 3 type h',
      'file appendonly.aof.4.incr.aof seq 4 type',
    ];
    const directory = { ...files, 'appendonlydir/appendonly.aof.manifest': lines.join('\n') };
    const layout = await layoutOf('/d', await memoryDirectory('/d', directory));
    expect(layout?.parts.map(({ name }) => name)).toEqual([parts[0], parts[2]]);
  });
});

it('an RDB with nothing in it is no base, though Redis begins without it', async () => {
  const directory = {
    'appendonlydir/appendonly.aof.1.base.rdb': '',
    'appendonlydir/appendonly.aof.1.incr.aof': aof,
    'appendonlydir/appendonly.aof.manifest':
      'file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n',
  };
  const layout = await layoutOf('/d', await memoryDirectory('/d', directory));
  expect(layout?.problems).toMatchObject([{ file: 'appendonlydir/appendonly.aof.1.base.rdb' }]);
  expect(layout?.problems[0]?.reason).toContain('nothing is in this file');
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
