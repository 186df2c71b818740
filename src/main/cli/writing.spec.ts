import { cp, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { open } from '../engine/open.ts';
import { logOf } from '../formats/guide/testing.ts';
import { expected, fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const textOf = async (...argv: string[]) => (await runHere(argv)).out.toString();

async function lastSegment(directory: string): Promise<string> {
  return join(directory, (await readdir(directory)).filter((name) => name.endsWith('.wlog')).at(-1) ?? '');
}

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

describe('recover', () => {
  it('says clean, and what a torn tail cost', async () => {
    const directory = await scratch();
    await runHere(['set', directory, 'a', '1']);
    const clean = await runHere(['recover', '--json', directory]);
    expect(clean.code).toBe(0);
    expect(jsonOf(clean)).toEqual({
      verdict: 'clean',
      damage: 'none',
      keys: 1,
      records: 1,
      lost: [],
      ms: expect.any(Number),
    });
    const store = await open(directory, { fsync: 'no' });
    await store.set('b', 'x'.repeat(100));
    const copy = await scratch();
    await cp(directory, copy, { recursive: true });
    await store.close();
    const segment = await lastSegment(copy);
    const bytes = await readFile(segment);
    await truncate(segment, bytes.lastIndexOf('x'.repeat(50)));
    const torn = await runHere(['recover', '--json', copy]);
    expect(jsonOf(torn)).toMatchObject({ verdict: 'torn-tail', damage: 'torn-tail', keys: 1, lost: [] });
    expect(torn.code).toBe(0);
    expect(await textOf('keys', copy)).toBe('a\n');
  });

  it('says 1 when something is lost, and names it; nothing is written over', async () => {
    const directory = await scratch();
    for (const [key, value] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
    ]) {
      await runHere(['set', directory, key as string, value as string]);
    }
    const segment = (await readdir(directory)).filter((name) => name.endsWith('.wlog'))[0] as string;
    const bytes = await readFile(join(directory, segment));
    const at = bytes.indexOf('one');
    bytes[at] = 0;
    await writeFile(join(directory, segment), bytes);
    const ran = await runHere(['recover', '--json', directory]);
    expect(ran.code).toBe(1);
    const { verdict, damage, lost } = jsonOf(ran) as {
      verdict: string;
      damage: string;
      lost: { file: string }[];
    };
    expect([verdict, damage]).toEqual(['unreadable', 'corrupt']);
    expect(lost[0]?.file).toBe(segment);
    expect(await readFile(join(directory, segment))).toEqual(bytes);
    const refused = await runHere(['set', directory, 'd', '4']);
    expect(refused.code).toBe(2);
    expect(refused.err).toHaveLength(1);
  });
});

describe('snapshot and compact', () => {
  it.each(['snapshot', 'compact'])('%s keeps every key', async (command) => {
    const directory = await scratch();
    const store = await open(directory, { fsync: 'no', segmentBytes: 4096 });
    for (let i = 0; i < 400; i++) await store.set(`k${i % 20}`, `value ${i} `.repeat(10));
    await store.close();
    const before = await textOf('export', directory);
    const ran = await runHere([command, '--json', directory]);
    expect(ran.code).toBe(0);
    const result = jsonOf(ran) as { bytesBefore: number; bytesAfter: number };
    expect(result).toEqual({
      bytesBefore: expect.any(Number),
      bytesAfter: expect.any(Number),
      keys: 20,
      ms: expect.any(Number),
    });
    expect(result.bytesAfter).toBeLessThan(result.bytesBefore);
    expect(await textOf('export', directory)).toBe(before);
  });
});

describe('a second writer', () => {
  it('gets 2 with the pid of the first; readers go on', async () => {
    const directory = await scratch();
    const store = await open(directory);
    await store.set('a', '1');
    for (const argv of [
      ['set', directory, 'a', '2'],
      ['snapshot', directory],
      ['recover', directory],
    ]) {
      const ran = await runHere(argv);
      expect(ran.code).toBe(2);
      expect(ran.err).toEqual([expect.stringContaining(String(process.pid))]);
    }
    expect(await textOf('get', directory, 'a')).toBe('1');
    await store.close();
  });
});

describe('serve', () => {
  it('tells its port, serves, and closes the store when it is stopped', async () => {
    const directory = join(await scratch(), 'served');
    const abort = new AbortController();
    let answers = '';
    const ran = runHere(['serve', '--json', directory, '--protocol', 'line', '--port', '0'], {
      signal: abort.signal,
      onOutput: (text) => {
        const { port } = JSON.parse(text) as { port: number };
        const socket = connect(port, '127.0.0.1', () => socket.end('SET a 1\nGET a\n'));
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
        socket.on('close', () => abort.abort());
      },
    });
    expect((await ran).code).toBe(0);
    expect(answers).toBe('OK\nVALUE 1\n');
    expect(await textOf('get', directory, 'a')).toBe('1');
  });

  it('speaks to clients of Redis unless it is told otherwise, until one of them ends it', async () => {
    const directory = join(await scratch(), 'served');
    let answers = '';
    const ran = runHere(['serve', '--json', directory, '--port', '0'], {
      onOutput: (text) => {
        const { port } = JSON.parse(text) as { port: number };
        const socket = connect(port, '127.0.0.1', () =>
          socket.write('SET a 1\r\nSELECT 2\r\nSET b 2\r\nSHUTDOWN\r\n'),
        );
        socket.on('data', (chunk) => {
          answers += chunk.toString();
        });
      },
    });
    expect((await ran).code).toBe(0);
    expect(answers).toBe('+OK\r\n+OK\r\n+OK\r\n');
    expect(await textOf('get', directory, 'a')).toBe('1');
    expect(await textOf('get', directory, 'b', '--db', '2')).toBe('2');
  });
});
