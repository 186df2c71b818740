import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logOf } from '../formats/guide/testing.ts';
import { expected, fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const textOf = async (...argv: string[]) => (await runHere(argv)).out.toString();

describe('export and import', () => {
  it('carry everything over', async () => {
    const parent = await scratch();
    const [from, to] = [join(parent, 'from'), join(parent, 'to')];
    await runHere(['set', '--base64', from, '/wA=', 'AAECAw==']);
    await runHere(['set', from, 'ttl', 'x', '--ttl', '1000']);
    const lines = await textOf('export', from);
    expect(jsonOf(await runHere(['import', '--json', to, '-'], { stdin: lines }))).toEqual({ keys: 2 });
    expect(await textOf('export', to)).toBe(lines);
    const file = join(parent, 'lines');
    await writeFile(file, lines);
    expect((await runHere(['import', to, file])).code).toBe(0);
    expect(await textOf('export', to)).toBe(lines);
  });

  it.each(['redis-8.8-dev_rdb', 'redis-8.8-dev_aof'])(
    'carry over what %s holds, entries that nobody holds among it',
    async (name) => {
      const to = join(await scratch(), 'to');
      const keys = (lines: string) => lines.split('\n').filter((line) => line.startsWith('{"key"'));
      const lines = keys(await textOf('export', fixture(name)));
      expect(lines.some((line) => /-\d+","",/.test(line))).toBe(true);
      expect((await runHere(['import', to, '-'], { stdin: lines.join('\n') })).err).toEqual([]);
      expect(keys(await textOf('export', to)).sort()).toEqual(lines.sort());
    },
  );

  it('import all or nothing', async () => {
    const directory = join(await scratch(), 'store');
    const good = '{"key":"YQ==","type":"string","value":"MQ==","expireAt":null}';
    const ran = await runHere(['import', directory, '-'], {
      stdin: `${good}\n${good.slice(0, -1)}\n${good}\n`,
    });
    expect(ran.code).toBe(2);
    expect(ran.err).toEqual([expect.stringContaining('Line 2')]);
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await runHere(['import', directory, join(directory, 'no-file')])).code).toBe(2);
  });
});

describe('import', () => {
  it('leaves out a library of functions, and names it', async () => {
    const directory = join(await scratch(), 'store');
    const lines = [
      '{"function":{"name":"mylib","engine":"LUA","code":"eA=="}}',
      '{"key":"YQ==","type":"string","value":"MQ==","expireAt":null}',
    ];
    const ran = await runHere(['import', '--json', directory, '-'], { stdin: lines.join('\n') });
    expect(ran).toMatchObject({ code: 1, err: [expect.stringContaining('library of functions "mylib"')] });
    expect(jsonOf(ran)).toEqual({ keys: 1 });
    expect(await textOf('get', directory, 'a')).toBe('1');
  });

  it('says what is wrong with a file that is none', async () => {
    const directory = await scratch();
    for (const [file, reason] of [
      [join(directory, 'missing'), 'is not there'],
      [directory, 'is a directory'],
    ] as const) {
      const ran = await runHere(['import', join(directory, 'store'), file]);
      expect(ran).toMatchObject({ code: 2, err: [expect.stringContaining(reason)] });
    }
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('convert', () => {
  it.each(['guide-session', 'guide-counter', 'guide-binary', 'guide-torn'])(
    '%s becomes a Walscope directory and a guide log again',
    async (name) => {
      const parent = await scratch();
      const [store, guide] = [join(parent, 'store'), join(parent, 'guide')];
      const there = await runHere(['convert', '--json', fixture(name), store, '--to', 'walscope']);
      expect(there.code).toBe(0);
      const keys = Object.keys(expected(name).keys).length;
      expect(jsonOf(there)).toEqual({ keys, skipped: [] });
      expect(jsonOf(await runHere(['verify', '--json', store]))).toMatchObject({
        format: 'walscope',
        damage: 'none',
        keys,
      });
      expect((await runHere(['convert', store, guide, '--to', 'guide'])).code).toBe(0);
      const lines = await textOf('export', fixture(name));
      expect(await textOf('export', store)).toBe(lines);
      expect(await textOf('export', guide)).toBe(lines);
      expect(await readdir(parent)).toEqual(['guide', 'store']);
    },
  );

  it('refuses a corrupt source without --salvage', async () => {
    const target = join(await scratch(), 'store');
    expect((await runHere(['convert', fixture('guide-flipped'), target, '--to', 'walscope'])).code).toBe(1);
    await expect(stat(target)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(
      (await runHere(['convert', fixture('guide-flipped'), target, '--to', 'walscope', '--salvage'])).code,
    ).toBe(1);
    const keys = jsonLinesOf(await runHere(['export', target])).map(({ key, value }) => [key, value]);
    const salvaged = Object.entries(expected('guide-flipped').salvagedKeys ?? {}).map(([key, { value }]) => [
      key,
      value,
    ]);
    expect(Object.fromEntries(keys)).toEqual(Object.fromEntries(salvaged));
  });

  it('names what the target cannot hold', async () => {
    const parent = await scratch();
    const [store, guide, wide] = [join(parent, 'store'), join(parent, 'guide'), join(parent, 'wide')];
    await runHere(['set', store, 'stays', 'x']);
    await runHere(['set', store, 'goes', 'x', '--ttl', '1000']);
    const ran = await runHere(['convert', '--json', store, guide, '--to', 'guide']);
    expect(ran.code).toBe(1);
    expect(jsonOf(ran)).toEqual({
      keys: 1,
      skipped: [{ key: base64('goes'), db: 0, reason: expect.any(String) }],
    });
    expect(await textOf('keys', guide)).toBe('stays\n');
    await mkdir(wide);
    await writeFile(join(wide, 'data.log'), logOf(['k'.repeat(65_537), 'x'], ['a', '1']));
    const back = await runHere(['convert', wide, join(parent, 'narrow'), '--to', 'walscope']);
    expect(back.code).toBe(1);
    expect(back.err).toEqual([expect.stringContaining('65536')]);
  });

  it('takes an empty directory and nothing that holds something, nor itself', async () => {
    const parent = await scratch();
    const source = join(parent, 'source');
    await cp(fixture('guide-session'), source, { recursive: true });
    const empty = join(parent, 'empty');
    await mkdir(empty);
    expect((await runHere(['convert', source, empty, '--to', 'walscope'])).code).toBe(0);
    for (const target of [empty, source, join(source, 'inside'), join(parent, 'no', 'where')]) {
      expect((await runHere(['convert', source, target, '--to', 'guide'])).code).toBe(2);
    }
    expect((await runHere(['convert', source, join(parent, 'r'), '--to', 'bitcask'])).code).toBe(2);
    // What is in the way is said before what is wrong with the source.
    expect((await runHere(['convert', fixture('guide-flipped'), empty, '--to', 'walscope'])).code).toBe(2);
    expect(await readdir(source)).toEqual(await readdir(fixture('guide-session')));
  });
});
