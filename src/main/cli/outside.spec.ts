import { copyFile, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { runHere } from './testing.ts';

const scratch = scratchDirectories();
const original = join(fixture('redis-rdb'), 'dump.rdb');

async function source() {
  const directory = join(await scratch(), 'source');
  await mkdir(directory);
  await copyFile(original, join(directory, 'dump.rdb'));
  return directory;
}

describe('what is read is never written to', () => {
  it('by an export into its place or beside it', async () => {
    const directory = await source();
    const file = join(directory, 'dump.rdb');
    for (const argv of [
      [directory, '--out', file],
      [directory, '--out', join(directory, 'keys.jsonl')],
      [file, '--out', file],
    ]) {
      const ran = await runHere(['export', ...argv]);
      expect(ran.code).toBe(2);
      expect(ran.err).toHaveLength(1);
    }
    expect(await readdir(directory)).toEqual(['dump.rdb']);
    expect(await readFile(file)).toEqual(await readFile(original));
    const beside = join(directory, '..', 'keys.jsonl');
    expect((await runHere(['export', directory, '--out', beside])).code).toBe(0);
    expect((await runHere(['export', file, '--out', beside])).code).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('by a conversion through a link', async () => {
    const directory = await source();
    const link = join(directory, '..', 'link');
    await symlink(directory, link);
    const ran = await runHere(['convert', directory, join(link, 'new'), '--to', 'walscope']);
    expect(ran).toMatchObject({ code: 2, err: [expect.stringContaining('choose a place outside of it')] });
    expect(await readdir(directory)).toEqual(['dump.rdb']);
  });

  it('and a directory is no file to export into', async () => {
    const directory = await source();
    const ran = await runHere(['export', directory, '--out', join(directory, '..')]);
    expect(ran).toMatchObject({ code: 2, err: [expect.stringContaining('is a directory: name a file')] });
  });
});
