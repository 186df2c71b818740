import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { logOf } from '../formats/guide/testing.ts';
import { expected, fixture, guideFixtures } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('verify', () => {
  it.each(guideFixtures)('%s says what is expected', async (name) => {
    const expectation = expected(name);
    const ran = await runHere(['verify', '--json', fixture(name)]);
    expect(ran.code).toBe(expectation.damage === 'none' ? 0 : 1);
    const document = jsonOf(ran) as Record<string, unknown> & { damaged: { offset: number }[] };
    expect(Object.keys(document)).toEqual(['format', 'damage', 'keys', 'records', 'damaged']);
    expect(document).toMatchObject({
      format: 'guide',
      damage: expectation.damage,
      keys: Object.keys(expectation.keys).length,
    });
    expect(document.damaged.length > 0).toBe(expectation.damage !== 'none');
    for (const range of document.damaged) {
      expect(range).toEqual({
        file: 'data.log',
        offset: expectation.badOffset ?? expectation.goodBytes,
        length: expect.any(Number),
        reason: expect.any(String),
      });
    }
  });

  it('says it in words too', async () => {
    const ran = await runHere(['verify', fixture('guide-torn')]);
    expect(ran.out.toString()).toContain('Torn tail at offset 86 of data.log');
    expect(ran.err).toEqual([expect.stringContaining('data.log: 11 bytes at 86')]);
  });
});

describe('export', () => {
  const keysIn = (lines: Record<string, unknown>[]) =>
    Object.fromEntries(lines.map(({ key, ...rest }) => [key, rest]));

  it.each(['guide-session', 'guide-counter', 'guide-binary'])('%s gives its keys', async (name) => {
    const ran = await runHere(['export', fixture(name)]);
    expect(ran).toMatchObject({ code: 0, err: [] });
    expect(keysIn(jsonLinesOf(ran))).toEqual(expected(name).keys);
  });

  it('of a torn tail gives what recovery gives, with a warning', async () => {
    const ran = await runHere(['export', fixture('guide-torn')]);
    expect(ran.code).toBe(0);
    expect(keysIn(jsonLinesOf(ran))).toEqual(expected('guide-torn').keys);
    expect(ran.err).toEqual([expect.stringContaining('warning: Torn tail')]);
  });

  it('of corruption is refused, with nothing on stdout and no file', async () => {
    const out = join(await scratch(), 'keys.jsonl');
    for (const argv of [
      ['export', fixture('guide-flipped')],
      ['export', fixture('guide-flipped'), '--out', out],
    ]) {
      const ran = await runHere(argv);
      expect(ran.code).toBe(1);
      expect(ran.out).toHaveLength(0);
      expect(ran.err).toHaveLength(1);
    }
    await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('salvages, and lists the losses', async () => {
    const ran = await runHere(['export', '--salvage', fixture('guide-flipped')]);
    expect(ran.code).toBe(1);
    expect(keysIn(jsonLinesOf(ran))).toEqual(expected('guide-flipped').salvagedKeys);
    expect(ran.err.at(-1)).toContain('at 3127');
  });

  it('writes a file that holds the same lines', async () => {
    const directory = await scratch();
    const out = join(directory, 'keys.jsonl');
    expect((await runHere(['export', fixture('guide-binary'), '--out', out])).code).toBe(0);
    const { out: lines } = await runHere(['export', fixture('guide-binary')]);
    expect(await readFile(out)).toEqual(lines);
    expect(await readdir(directory)).toEqual(['keys.jsonl']);
  });
});

describe('log', () => {
  it('lists each record with its place and its state', async () => {
    const ran = await runHere(['log', '--json', fixture('guide-torn')]);
    expect(ran.code).toBe(0);
    const set = { op: 'set', expireAt: null, file: 'data.log' };
    expect(jsonLinesOf(ran)).toEqual([
      { ...set, offset: 0, length: 19, seq: 1, key: base64('name'), valueLength: 3, state: 'superseded' },
      {
        ...set,
        offset: 19,
        length: 26,
        seq: 2,
        key: base64('language'),
        valueLength: 6,
        state: 'superseded',
      },
      { ...set, offset: 45, length: 21, seq: 3, key: base64('name'), valueLength: 5, state: 'live' },
      {
        ...set,
        offset: 66,
        length: 20,
        seq: 4,
        op: 'delete',
        key: base64('language'),
        valueLength: 0,
        state: 'deleted',
      },
      { ...set, offset: 86, length: 11, seq: 5, op: 'unknown', key: null, valueLength: 0, state: 'torn' },
    ]);
  });

  it('can begin later and end earlier', async () => {
    const seqs = async (...options: string[]) =>
      jsonLinesOf(await runHere(['log', '--json', fixture('guide-counter'), ...options])).map(
        ({ seq }) => seq,
      );
    expect(await seqs('--from', '998')).toEqual([998, 999, 1000]);
    expect(await seqs('--limit', '2')).toEqual([1, 2]);
    expect(await seqs('--from', '5', '--limit', '1')).toEqual([5]);
    expect(await seqs('--from', '2000')).toEqual([]);
  });

  it('shows the damaged record among the others', async () => {
    const states = jsonLinesOf(await runHere(['log', '--json', fixture('guide-flipped')]));
    expect(states.filter(({ state }) => state === 'damaged').map(({ offset }) => offset)).toEqual([3127]);
    expect(states).toHaveLength(200);
  });
});

describe('keys', () => {
  it('come one a line, in byte order', async () => {
    const directory = await scratch();
    await writeFile(
      join(directory, 'data.log'),
      logOf(['b', '1'], ['a', '22'], ['é', ''], ['ab', '4'], ['b', null]),
    );
    expect((await runHere(['keys', directory])).out.toString()).toBe('a\nab\né\n');
    expect((await runHere(['keys', '--base64', directory])).out.toString()).toBe('YQ==\nYWI=\nw6k=\n');
    expect((await runHere(['keys', directory, '--prefix', 'a', '--limit', '1'])).out.toString()).toBe('a\n');
    expect((await runHere(['keys', '--base64', directory, '--prefix', 'YWI='])).out.toString()).toBe(
      'YWI=\n',
    );
    expect(jsonLinesOf(await runHere(['keys', '--json', directory]))[0]).toEqual({
      key: 'YQ==',
      type: 'string',
      size: 2,
      expireAt: null,
    });
  });

  it('do not move the cursor of a terminal', async () => {
    const directory = await scratch();
    await writeFile(join(directory, 'data.log'), logOf(['a\u001b[2Jb', '1'], ['two\nlines', '2']));
    expect((await runHere(['keys', directory])).out.toString()).toBe('a\u001b[2Jb\ntwo\nlines\n');
    const seen = await runHere(['keys', directory], { writesToTerminal: true });
    expect(seen.out.toString()).toBe('a\\u001b[2Jb\ntwo\\nlines\n');
  });

  it('live in database 0', async () => {
    expect((await runHere(['keys', '--db', '0', fixture('guide-session')])).out.toString()).toBe('name\n');
    const other = await runHere(['keys', '--db', '3', fixture('guide-session')]);
    expect(other).toMatchObject({ code: 0, err: [] });
    expect(other.out).toHaveLength(0);
  });
});

describe('get', () => {
  it('gives the bytes exactly', async () => {
    const directory = await scratch();
    const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await writeFile(
      join(directory, 'data.log'),
      logOf(['k', value], ['--k', 'dashes'], [new Uint8Array([255]), 'x']),
    );
    expect((await runHere(['get', directory, 'k'])).out).toEqual(Buffer.from(value));
    expect((await runHere(['get', '--base64', directory, '/w=='])).out.toString()).toBe(base64('x'));
    expect((await runHere(['get', directory, '--', '--k'])).out.toString()).toBe('dashes');
  });

  it('gives long values as one base64', async () => {
    const directory = await scratch();
    const value = Uint8Array.from({ length: 7_000_001 }, (_, at) => at);
    await writeFile(join(directory, 'data.log'), logOf(['k', value], ['empty', '']));
    const ran = await runHere(['get', '--base64', directory, base64('k')]);
    expect(ran.out.toString() === Buffer.from(value).toString('base64')).toBe(true);
    expect((await runHere(['get', '--base64', directory, base64('empty')])).out).toHaveLength(0);
  });

  it('gives the line of export with --json', async () => {
    expect(jsonOf(await runHere(['get', '--json', fixture('guide-session'), 'name']))).toEqual({
      key: base64('name'),
      type: 'string',
      value: base64('Grace'),
      expireAt: null,
    });
  });

  it('says 1 when the key is not there', async () => {
    for (const argv of [['language'], ['nothing'], ['name', '--db', '3']]) {
      const ran = await runHere(['get', fixture('guide-session'), ...argv]);
      expect(ran).toMatchObject({ code: 1, err: [] });
      expect(ran.out).toHaveLength(0);
    }
  });
});

describe('what cannot be done', () => {
  it.each(['verify', 'export', 'log', 'keys', 'recover', 'snapshot', 'compact'])(
    '%s of nothing is 2, in one line',
    async (command) => {
      const directory = await scratch();
      await writeFile(join(directory, 'notes.txt'), 'not a store');
      await mkdir(join(directory, 'empty'));
      const places = [
        join(directory, 'missing'),
        join(directory, 'empty'),
        directory,
        join(directory, 'notes.txt'),
      ];
      for (const place of places) {
        const ran = await runHere([command, '--json', place]);
        expect(ran.code).toBe(2);
        expect(ran.out).toHaveLength(0);
        expect(ran.err).toHaveLength(1);
        expect(ran.err[0]).toMatch(/^walscope: .*\.$/);
      }
      expect(await readdir(directory)).toEqual(['empty', 'notes.txt']);
    },
  );

  it.each([
    [[]],
    [['--json']],
    [['nonsense']],
    [['verify']],
    [['verify', 'a', 'b']],
    [['verify', 'a', '--nonsense']],
    [['keys', 'a', '--limit', 'many']],
    [['keys', 'a', '--db', '-1']],
    [['get', '--base64', 'a', 'not base64']],
    [['convert', 'a', 'b']],
    [['convert', 'a', 'b', '--to', 'nonsense']],
    [['set', 'a', 'k', 'v', '--ttl', '0']],
    [['serve', 'a', '--port', '70000', '--protocol', 'line']],
    [['serve', 'a', '--protocol', 'telnet']],
    [['serve', 'a', '--protocol', 'line', '--password-file', '-']],
    [['serve', 'a', '--line-port', '5555']],
    [['serve', 'a', '--port', '0', '--password-file', '-']],
    [['crash', '--replay', '-']],
    [['serve', 'a', '--protocol', 'line', '--fsync', 'sometimes']],
  ])('%j is 2, in one line', async (argv) => {
    const ran = await runHere(argv);
    expect(ran.code).toBe(2);
    expect(ran.out).toHaveLength(0);
    expect(ran.err).toHaveLength(1);
  });

  it.each([
    ['set', 'k', 'v'],
    ['del', 'k'],
    ['recover'],
    ['snapshot'],
    ['compact'],
    ['import', '-'],
    ['serve', '--protocol', 'line', '--port', '0'],
    ['serve', '--port', '0'],
  ])('%s does not write to the directory of another engine', async (command, ...rest) => {
    const before = await readFile(join(fixture('guide-session'), 'data.log'));
    const ran = await runHere([command, fixture('guide-session'), ...rest]);
    expect(ran.code).toBe(2);
    expect(ran.err).toEqual([expect.stringContaining('walscope convert')]);
    expect(await readFile(join(fixture('guide-session'), 'data.log'))).toEqual(before);
  });

  it('an option names itself', async () => {
    const ran = await runHere(['serve', 'a', '--protocol', 'resp,line', '--line-port', 'many']);
    expect(ran.err).toEqual([expect.stringContaining('--line-port takes a whole number')]);
  });

  it('helps and tells its version', async () => {
    expect(await runHere(['--version'])).toMatchObject({ code: 0, out: Buffer.from('1.2.3\n') });
    for (const argv of [
      ['--help'],
      ['-h'],
      ['help'],
      ['verify', '--help'],
      ['verify', '-h'],
      ['help', 'verify'],
    ]) {
      const ran = await runHere(argv);
      expect(ran.code).toBe(0);
      expect(ran.out.toString()).toContain('Usage: walscope');
    }
  });

  it('ends quietly when the reader has gone', async () => {
    const ran = await runHere(['log', fixture('guide-counter')], { readerLeavesAfter: -1 });
    expect(ran).toMatchObject({ code: 0, err: [] });
  });
});
