import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { detectFormat } from '../detect.ts';
import type { Log } from '../log/log.ts';
import { expected, fixture } from '../testing/fixtures.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { memoryDirectory, stateOf } from '../testing/state.ts';
import { bitcaskFormat } from './bitcask-format.ts';
import { dataOf, hintOf, recordOf, type Step, tombstone } from './testing.ts';

const scratch = scratchDirectories();

const read = async (files: Record<string, Uint8Array>) => {
  const fileSystem = await memoryDirectory('/d', files);
  const log = await bitcaskFormat.read('/d', { fileSystem });
  return { log, keys: async (salvage = false) => textOf(log, fileSystem, salvage) };
};

async function textOf(log: Log, fileSystem: Parameters<typeof stateOf>[1], salvage: boolean) {
  const keys = (await stateOf(log, fileSystem, { salvage })).db0 ?? {};
  return Object.fromEntries(
    Object.entries(keys).map(([key, { value }]) => [atob(key), atob(value as string)]),
  );
}

describe.each(['bitcask-clean', 'bitcask-unclean', 'bitcask-torn-in-value'])('%s', (name) => {
  const expectation = expected(name) as ReturnType<typeof expected> & { file?: string };
  const open = () => bitcaskFormat.read(fixture(name), { fileSystem: nodeFileSystem });

  it('comes out as expected', async () => {
    expect((await detectFormat(fixture(name), nodeFileSystem))?.id).toBe('bitcask');
    const log = await open();
    expect(log.damage).toBe(expectation.damage);
    expect((await stateOf(log, nodeFileSystem)).db0).toEqual(expectation.keys);
    expect(log.verdict.damaged.map(({ file, offset }) => ({ file, offset }))).toEqual(
      expectation.goodBytes ? [{ file: expectation.file, offset: expectation.goodBytes }] : [],
    );
  });

  it('explains each record by fields that tile its bytes', async () => {
    const log = await open();
    for (let index = 0; index < log.table.count; index++) {
      const { fields, bytes } = await bitcaskFormat.explain(log, index, nodeFileSystem);
      expect(fields.reduce((end, { length }) => end + length, 0)).toBe(bytes.length);
    }
  });
});

describe('which record counts', () => {
  it('is told by the number of its file, not by names or times', async () => {
    const { log, keys } = await read({
      '10.bitcask.data': recordOf(['a', 'new'], 1),
      '9.bitcask.data': recordOf(['a', 'old'], 2_000_000_000),
      '1700000000.bitcask.data': recordOf(['b', '1']),
    });
    expect(log.files.map(({ name }) => name)).toEqual([
      '9.bitcask.data',
      '10.bitcask.data',
      '1700000000.bitcask.data',
    ]);
    expect(await keys()).toEqual({ a: 'new', b: '1' });
  });

  it.each([
    'bitcask_tombstone',
    'bitcask_tombstone1\0\0\0\u0002',
    tombstone,
    'bitcask_tombstone of the unknown',
  ])('is a deletion when the value is %j', async (value) => {
    const { keys } = await read({ '1.bitcask.data': dataOf(['a', '1'], ['b', '2'], ['a', value]) });
    expect(await keys()).toEqual({ b: '2' });
  });

  it('leaves out files that a merge has replaced', async () => {
    const directory = await scratch();
    await writeFile(join(directory, '1.bitcask.data'), dataOf(['a', '1']));
    await writeFile(join(directory, '2.bitcask.data'), dataOf(['b', '2']));
    await chmod(join(directory, '1.bitcask.data'), 0o645);
    const log = await bitcaskFormat.read(directory, { fileSystem: nodeFileSystem });
    expect(await textOf(log, nodeFileSystem, false)).toEqual({ b: '2' });
  });
});

describe('damage', () => {
  const steps: Step[] = [
    ['city', 'London'],
    ['empty', ''],
    ['', 'no key'],
    ['city', 'Paris'],
    ['x', 'y'.repeat(40)],
  ];
  const whole = dataOf(...steps);
  const ends = steps.map((_, i) => dataOf(...steps.slice(0, i + 1)).length);

  it('of a file cut anywhere is a torn tail, and later files count', async () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const { log, keys } = await read({
        '1.bitcask.data': whole.subarray(0, cut),
        '2.bitcask.data': dataOf(['z', '1']),
      });
      expect(log.damage).toBe(cut === 0 || ends.includes(cut) ? 'none' : 'torn-tail');
      const before = steps.slice(0, ends.filter((end) => end <= cut).length);
      expect(await keys()).toEqual({ ...Object.fromEntries(before), z: '1' });
    }
  });

  it('of a file that had been closed whole is told by its hint', async () => {
    const hint = hintOf(...steps);
    for (const cut of [whole.length - 1, ends[3] as number, 5, 0]) {
      const { log } = await read({ '1.bitcask.data': whole.subarray(0, cut), '1.bitcask.hint': hint });
      expect(log.damage).toBe('corrupt');
    }
    const { log } = await read({ '1.bitcask.data': whole, '1.bitcask.hint': hint });
    expect(log.damage).toBe('none');
  });

  it('by any flipped bit is corrupt, and the other records can be salvaged', async () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const { log, keys } = await read({ '1.bitcask.data': flipped });
      expect(log.damage, `bit ${bit}`).toBe('corrupt');
      const hit = ends.findIndex((end) => bit >> 3 < end);
      expect(await keys(true)).toEqual(Object.fromEntries(steps.filter((_, i) => i !== hit)));
      expect(await keys()).toEqual(Object.fromEntries(steps.slice(0, hit)));
    }
  });

  it('finds no record in ones with zeros behind them, though such a checksum holds', async () => {
    const first = recordOf(['a', '1']);
    const erased = Buffer.concat([Buffer.alloc(40, 0xff), Buffer.alloc(6), Buffer.from('left of it')]);
    const { log, keys } = await read({ '1.bitcask.data': Buffer.concat([first, erased]) });
    expect(log.verdict.damaged).toMatchObject([{ offset: first.length, length: erased.length }]);
    expect(await keys(true)).toEqual({ a: '1' });
    const between = Buffer.concat([first, erased.subarray(32, 46), recordOf(['b', '2'])]);
    const [damaged] = (await read({ '1.bitcask.data': between })).log.verdict.damaged;
    expect(damaged).toMatchObject({
      offset: first.length,
      length: 14,
      reason: expect.stringContaining('no record'),
    });
  });

  it('by zeros at the end is a torn tail', async () => {
    const { log, keys } = await read({ '1.bitcask.data': Buffer.concat([whole, Buffer.alloc(4096)]) });
    expect(log.verdict).toMatchObject({
      damage: 'torn-tail',
      damaged: [{ offset: whole.length, length: 4096 }],
    });
    expect(await keys()).toMatchObject({ city: 'Paris' });
    const zeroed = Buffer.from(whole).fill(0, whole.length - 30);
    expect((await read({ '1.bitcask.data': zeroed })).log.damage).toBe('torn-tail');
  });

  it('says what shows in place of a torn record', async () => {
    const torn = recordOf(['a', 'newest']).subarray(0, -1);
    const older = { '1.bitcask.data': dataOf(['a', 'old']) };
    const shows = await read({ ...older, '2.bitcask.data': torn });
    expect(shows.log.verdict.sentence).toContain('older value shows');
    const overwrite = await read({
      ...older,
      '2.bitcask.data': Buffer.concat([dataOf(['a', tombstone]), torn]),
    });
    expect(overwrite.log.verdict.sentence).toContain('belongs to the same write');
  });

  it('of a hint costs nothing, as no hint is needed', async () => {
    const hint = hintOf(...steps);
    hint[3] = 7;
    const { log, keys } = await read({ '1.bitcask.data': whole, '1.bitcask.hint': hint });
    expect(log.verdict.sentence).toContain('1 hint file cannot be believed');
    expect(await keys()).toEqual(Object.fromEntries(steps));
  });
});

describe('detection', () => {
  it('goes by content where the name is not certain', async () => {
    const detect = async (files: Record<string, Uint8Array>) =>
      bitcaskFormat.detect('/d', await memoryDirectory('/d', files));
    expect(await detect({ '1.riak.data': dataOf(['a', '1']) })).toBe(true);
    expect(await detect({ '1.riak.data': utf8('something else') })).toBe(false);
    expect(await detect({ '1.bitcask.data': new Uint8Array(0) })).toBe(true);
    expect(await detect({ 'a.bitcask.data': dataOf(['a', '1']) })).toBe(false);
  });
});
