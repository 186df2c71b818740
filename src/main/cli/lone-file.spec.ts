import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();

/** Backups as they pile up: none has a name that its engine would look for. */
async function backups(): Promise<string> {
  const directory = await scratch();
  await copyFile(join(fixture('redis-rdb'), 'dump.rdb'), join(directory, 'monday.rdb'));
  await copyFile(join(fixture('redis-rdb'), 'dump.rdb'), join(directory, 'tuesday.rdb'));
  await copyFile(join(fixture('redis-rdb'), 'dump.rdb'), join(directory, 'wednesday'));
  await copyFile(join(fixture('redis-2.8.24_aof-small'), 'appendonly.aof'), join(directory, 'log.aof.1'));
  await copyFile(join(fixture('guide-session'), 'data.log'), join(directory, 'data.log.txt'));
  await writeFile(join(directory, 'notes.txt'), '# of backups');
  return directory;
}

describe('a file by itself', () => {
  it.each([
    ['monday.rdb', 'redis-rdb'],
    ['wednesday', 'redis-rdb'],
    ['log.aof.1', 'redis-2.8.24_aof-small'],
  ])('%s gives what its directory would give', async (name, sample) => {
    const path = join(await backups(), name);
    const whole = await runHere(['export', fixture(sample)]);
    expect(await runHere(['export', path])).toEqual(whole);
    const verified = jsonOf(await runHere(['verify', path, '--json']));
    expect(verified).toEqual(jsonOf(await runHere(['verify', fixture(sample), '--json'])));
    const [record] = jsonLinesOf(await runHere(['log', path, '--json', '--limit', '1']));
    expect(record).toMatchObject({ file: name });
  });

  it('is damaged by itself', async () => {
    const directory = await backups();
    const path = join(directory, 'broken.rdb');
    const bytes = await readFile(join(directory, 'monday.rdb'));
    bytes[0] = 0;
    await writeFile(path, bytes);
    const ran = await runHere(['verify', path, '--json']);
    expect(ran.code).toBe(1);
    expect(jsonOf(ran)).toMatchObject({ damage: 'corrupt', damaged: [{ file: 'broken.rdb' }] });
  });

  it('is to be unpacked first where it is packed', async () => {
    const directory = await backups();
    const path = join(directory, 'monday.rdb.gz');
    await writeFile(path, gzipSync(await readFile(join(directory, 'monday.rdb'))));
    const { code, err } = await runHere(['verify', path]);
    expect({ code, err }).toEqual({
      code: 2,
      err: [`walscope: ${path} is packed by gzip: unpack it first, as by gunzip -k ${path}.`],
    });
  });

  it('of an append-only directory stands for itself, and its manifest for nothing', async () => {
    const folder = join(fixture('redis-aof'), 'appendonlydir');
    const incr = await runHere(['verify', join(folder, 'appendonly.aof.2.incr.aof'), '--json']);
    expect(jsonOf(incr)).toMatchObject({ format: 'redis', damage: 'none' });
    const manifest = await runHere(['verify', join(folder, 'appendonly.aof.manifest')]);
    expect(manifest).toMatchObject({ code: 2 });
    expect(manifest.err[0]).toContain('name the directory');
  });

  it('is converted, and not written to', async () => {
    const directory = await backups();
    const source = join(directory, 'monday.rdb');
    const target = join(directory, 'store');
    expect(await runHere(['convert', source, target, '--to', 'walscope'])).toMatchObject({ code: 0 });
    expect(jsonLinesOf(await runHere(['keys', target, '--json'])).length).toBeGreaterThan(0);
    expect(await runHere(['set', source, 'a', '1'])).toMatchObject({ code: 2 });
    expect(await readFile(source)).toEqual(await readFile(join(fixture('redis-rdb'), 'dump.rdb')));
  });

  it('of a store gives its keys to whoever salvages, and is no store', async () => {
    const store = join(await scratch(), 'store');
    await runHere(['set', store, 'name', 'Ada']);
    const segment = join(store, '00000001.wlog');
    const refused = await runHere(['export', segment]);
    expect([refused.code, refused.out.length]).toEqual([1, 0]);
    const salvaged = await runHere(['export', segment, '--salvage']);
    expect(jsonLinesOf(salvaged)).toMatchObject([{ value: Buffer.from('Ada').toString('base64') }]);
    expect(await runHere(['set', segment, 'name', 'Bob'])).toMatchObject({ code: 2 });
  });
});

describe('a directory of files that are none', () => {
  it('names those that can be read by themselves', async () => {
    const directory = await backups();
    const { code, err } = await runHere(['verify', directory]);
    expect(code).toBe(2);
    expect(err[0]).toContain(
      '4 files that can be read: name one (log.aof.1, monday.rdb, tuesday.rdb and 1 more)',
    );
  });

  it('names a directory in it that holds data', async () => {
    const directory = await scratch();
    await cp(fixture('redis-aof'), join(directory, 'logs'), { recursive: true });
    await writeFile(join(directory, 'notes.txt'), 'none');
    const { code, err } = await runHere(['verify', directory]);
    expect(code).toBe(2);
    expect(err[0]).toContain('no data directory, but has 1 directory that can be read: name one (logs).');
  });

  it.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    const directory = await scratch();
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    expect(await runHere(['verify', directory])).toMatchObject({ code: 2 });
    expect(await runHere(['verify', join(directory, 'pipe')])).toMatchObject({ code: 2 });
  });

  it('names what is there where nothing can be read', async () => {
    const directory = join(await scratch(), 'photos');
    await mkdir(directory);
    await writeFile(join(directory, 'cat.txt'), 'meow');
    const { err } = await runHere(['verify', directory]);
    expect(err[0]).toContain('no format that Walscope knows (cat.txt)');
  });
});
