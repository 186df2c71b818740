import { readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const textOf = async (...argv: string[]) => (await runHere(argv)).out.toString();

describe('set, get and del', () => {
  it('make a directory, and read back what was written', async () => {
    const directory = join(await scratch(), 'new');
    expect(jsonOf(await runHere(['set', '--json', directory, 'a', 'one']))).toEqual({ seq: 1 });
    expect(jsonOf(await runHere(['set', '--json', directory, 'a', 'two']))).toEqual({ seq: 2 });
    expect(await runHere(['set', directory, 'b', '-'], { stdin: 'from\0stdin\n' })).toMatchObject({
      code: 0,
    });
    expect(await textOf('get', directory, 'a')).toBe('two');
    expect(await textOf('get', directory, 'b')).toBe('from\0stdin\n');
    expect(await textOf('keys', directory)).toBe('a\nb\n');
    const del = await runHere(['del', '--json', directory, 'a', 'nothing']);
    expect(del.code).toBe(1);
    expect(jsonOf(del)).toEqual({ deleted: 1, missing: 1 });
    expect(await runHere(['del', directory, 'b'])).toMatchObject({ code: 0 });
    expect((await runHere(['get', directory, 'a'])).code).toBe(1);
    expect(jsonOf(await runHere(['verify', '--json', directory]))).toEqual({
      format: 'walscope',
      damage: 'none',
      keys: 0,
      records: 5,
      damaged: [],
    });
  });

  it('take any bytes as base64', async () => {
    const directory = await scratch();
    const bytes = Buffer.from([0, 255, 10, 128]).toString('base64');
    expect((await runHere(['set', '--base64', directory, bytes, bytes])).code).toBe(0);
    expect((await runHere(['get', '--base64', directory, bytes])).out.toString()).toBe(bytes);
    expect((await runHere(['get', '--base64', '--json', directory, bytes])).out.toString()).toContain(bytes);
  });

  it('keep a deadline', async () => {
    const directory = await scratch();
    const before = Date.now();
    await runHere(['set', directory, 'short', 'x', '--ttl', '0.001']);
    await runHere(['set', directory, 'long', 'x', '--ttl', '100']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await runHere(['get', directory, 'short'])).code).toBe(1);
    const [key] = jsonLinesOf(await runHere(['keys', '--json', directory]));
    expect(key).toMatchObject({ key: base64('long'), type: 'string', size: 1 });
    expect(key?.expireAt).toBeGreaterThanOrEqual(before + 100_000);
    const [short, long] = jsonLinesOf(await runHere(['log', '--json', directory])).map(({ state }) => state);
    // A store that is open for long enough deletes what has expired.
    expect(['expired', 'superseded']).toContain(short);
    expect(long).toBe('live');
  });

  it('make nothing for what no store can hold', async () => {
    const directory = join(await scratch(), 'store');
    for (const argv of [
      ['set', directory, 'k'.repeat(65_537), 'v'],
      ['set', directory, 'k', 'v', '--ttl', '999999999999'],
      ['set', directory, 'k', 'v', '--db', '256'],
    ]) {
      expect(await runHere(argv)).toMatchObject({ code: 2, err: [expect.any(String)] });
    }
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.skipIf(process.platform === 'win32')('say that a link leads nowhere', async () => {
    const link = join(await scratch(), 'link');
    await symlink('nowhere', link);
    expect(await runHere(['set', link, 'a', '1'])).toMatchObject({
      code: 2,
      err: [expect.stringContaining('is a link that leads nowhere')],
    });
  });

  it('need the parent to be there', async () => {
    const directory = join(await scratch(), 'no', 'store');
    expect((await runHere(['set', directory, 'a', '1'])).code).toBe(2);
    expect((await runHere(['del', directory, 'a'])).code).toBe(2);
  });

  it('do not write into what holds something else', async () => {
    const directory = await scratch();
    await writeFile(join(directory, 'notes.txt'), 'mine');
    expect((await runHere(['set', directory, 'a', '1'])).code).toBe(2);
    expect(await readdir(directory)).toEqual(['notes.txt']);
  });
});

describe('--read-only and --db', () => {
  it.each([['set', 'a', '2'], ['del', 'a'], ['import', '-'], ['recover'], ['snapshot'], ['compact']])(
    '%s refuses what would write',
    async (command, ...rest) => {
      const directory = await scratch();
      await runHere(['set', directory, 'a', '1']);
      const ran = await runHere([command, directory, ...rest, '--read-only'], { stdin: '' });
      expect(ran.code).toBe(2);
      expect(ran.err).toEqual([expect.stringContaining('--read-only')]);
      expect(await textOf('get', directory, 'a', '--read-only')).toBe('1');
    },
  );

  it('a key lives in its database, whatever the others hold', async () => {
    const directory = await scratch();
    await runHere(['set', directory, 'a', '1']);
    await runHere(['set', directory, 'a', 'three', '--db', '3']);
    expect(await textOf('get', directory, 'a')).toBe('1');
    expect(await textOf('get', directory, 'a', '--db', '3')).toBe('three');
    expect(await textOf('keys', directory)).toBe('a\n');
    expect(await textOf('keys', directory, '--db', '4')).toBe('');
    const lines = jsonLinesOf(await runHere(['export', directory]));
    expect(lines.map(({ key, db }) => [key, db])).toEqual([
      ['YQ==', undefined],
      ['YQ==', 3],
    ]);
    expect(jsonOf(await runHere(['del', '--json', directory, 'a', '--db', '3']))).toEqual({
      deleted: 1,
      missing: 0,
    });
    expect(await textOf('get', directory, 'a')).toBe('1');
    expect((await runHere(['set', directory, 'a', '1', '--db', '256'])).code).toBe(2);
  });

  it('lines that name no database go into the one that is said', async () => {
    const directory = await scratch();
    const lines = [
      '{"key":"YQ==","type":"string","value":"MQ==","expireAt":null}',
      '{"key":"Yg==","type":"string","value":"Mg==","expireAt":null,"db":5}',
    ];
    expect((await runHere(['import', directory, '-', '--db', '3'], { stdin: lines.join('\n') })).code).toBe(
      0,
    );
    expect(await textOf('get', directory, 'a', '--db', '3')).toBe('1');
    expect(await textOf('get', directory, 'b', '--db', '5')).toBe('2');
  });
});
