import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aofOf, expectedOf, redisFixtures } from '../formats/redis/testing.ts';
import { expected, fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const others = [
  'miniredis-snapshot-and-log',
  'miniredis-torn',
  'bitcask-clean',
  'bitcask-unclean',
  'bitcask-torn-in-value',
];

interface Sample {
  damage: string;
  keys: string[];
  salvaged: string[];
}

/** Database and key of all that is expected. */
function sampleOf(name: string): Sample {
  if (!redisFixtures.includes(name)) {
    const keys = Object.keys(expected(name).keys).map((key) => `db0 ${key}`);
    return { damage: expected(name).damage, keys: keys.sort(), salvaged: keys };
  }
  const { damage, sound, salvaged } = expectedOf(name);
  const isThere = ({ expireAt }: { expireAt: number | null }) => expireAt === null || expireAt > Date.now();
  const keysOf = (dbs: typeof sound) =>
    Object.entries(dbs).flatMap(([db, keys]) =>
      Object.entries(keys)
        .filter(([, value]) => isThere(value))
        .map(([key]) => `${db} ${key}`),
    );
  return { damage, keys: keysOf(sound).sort(), salvaged: keysOf(salvaged ?? sound).sort() };
}

const namesIn = (lines: Record<string, unknown>[]) =>
  lines
    .filter((line) => 'key' in line)
    .map(({ db = 0, key }) => `db${db} ${key}`)
    .sort();

/** Names, contents and times of all files. */
async function fingerprint(directory: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(directory, { recursive: true })).sort()) {
    const { mtimeMs, atimeMs } = await stat(join(directory, name));
    const content = await readFile(join(directory, name)).catch(() => Buffer.alloc(0));
    lines.push(`${name} ${mtimeMs} ${atimeMs > 0} ${createHash('sha256').update(content).digest('hex')}`);
  }
  return lines;
}

describe.each([...others, ...redisFixtures])('%s', (name) => {
  const sample = sampleOf(name);
  const format = redisFixtures.includes(name) ? 'redis' : name.split('-')[0];

  it('is verified, and nothing in it changes', async () => {
    const before = await fingerprint(fixture(name));
    const ran = await runHere(['verify', '--json', fixture(name)]);
    expect(ran.code).toBe(sample.damage === 'none' ? 0 : 1);
    const document = jsonOf(ran) as { damaged: unknown[] };
    expect(document).toMatchObject({ format, damage: sample.damage, keys: sample.keys.length });
    expect(document.damaged.length > 0).toBe(sample.damage !== 'none');
    expect(await fingerprint(fixture(name))).toEqual(before);
  });

  it('is exported, salvaged and listed', async () => {
    const ran = await runHere(['export', fixture(name)]);
    expect(ran.code).toBe(sample.damage === 'corrupt' ? 1 : 0);
    expect(namesIn(jsonLinesOf(ran))).toEqual(sample.damage === 'corrupt' ? [] : sample.keys);
    if (sample.damage === 'corrupt' && sample.salvaged.length > 0) {
      const salvaged = await runHere(['export', '--salvage', fixture(name)]);
      expect(salvaged.code).toBe(1);
      expect(namesIn(jsonLinesOf(salvaged))).toEqual(sample.salvaged);
    }
    const keys = jsonLinesOf(await runHere(['keys', '--json', fixture(name)]));
    expect(keys.map(({ key }) => `db0 ${key}`).sort()).toEqual(
      sample.keys.filter((key) => key.startsWith('db0 ')),
    );
  });

  it('has a log', async () => {
    const lines = jsonLinesOf(await runHere(['log', '--json', fixture(name)]));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatchObject({ file: expect.any(String), offset: expect.any(Number) });
  });
});

describe('structures', () => {
  it('are given as JSON', async () => {
    const directory = fixture('redis-7.4.1_rdb-small');
    const got = await runHere(['get', directory, 'k:l:small']);
    expect(JSON.parse(got.out.toString())).toEqual(
      expectedOf('redis-7.4.1_rdb-small').sound.db0?.[Buffer.from('k:l:small').toString('base64')]?.value,
    );
    const line = jsonOf(await runHere(['get', '--json', directory, 'k:h:one']));
    expect(line).toMatchObject({ type: 'hash', fieldExpireAt: { 'Zg==': expect.any(Number) } });
    expect((await runHere(['get', '--db', '9', directory, 'k:l:small'])).code).toBe(1);
  });
});

describe('conversion', () => {
  it('names what the target cannot hold', async () => {
    for (const to of ['guide', 'miniredis']) {
      const target = join(await scratch(), 'new');
      const ran = await runHere(['convert', '--json', fixture('redis-7.0.15_aof-small'), target, '--to', to]);
      const { keys, skipped } = jsonOf(ran) as { keys: number; skipped: { db: number; reason: string }[] };
      expect(ran.code).toBe(1);
      expect(keys + skipped.length).toBe(sampleOf('redis-7.0.15_aof-small').keys.length);
      expect(skipped.some(({ reason }) => reason.includes('hash'))).toBe(true);
      expect((jsonOf(await runHere(['verify', '--json', target])) as { keys: number }).keys).toBe(keys);
    }
  });

  it('to Walscope leaves out a deadline that its records have no room for, and nothing else', async () => {
    const source = await scratch();
    const far = ['SET', 'far', '1', 'PXAT', String(2 ** 48)];
    await writeFile(
      join(source, 'appendonly.aof'),
      aofOf(far, ['SET', 'near', '1', 'PXAT', String(2 ** 48 - 1)]),
    );
    const target = join(await scratch(), 'new');
    const ran = await runHere(['convert', source, target, '--to', 'walscope']);
    expect(ran).toMatchObject({
      code: 1,
      err: ['walscope: skipped far: its deadline lies beyond the year 10889'],
    });
    expect((await runHere(['keys', target])).out.toString()).toBe('near\n');
  });

  it('to Walscope and back into lines loses no key of any database', async () => {
    const source = fixture('redis-7.4.1_rdb-small');
    const target = join(await scratch(), 'new');
    const ran = await runHere(['convert', '--json', source, target, '--to', 'walscope']);
    expect(jsonOf(ran)).toMatchObject({ skipped: [] });
    expect(ran.err.join()).toContain('library of functions "mylib"');
    const lines = keyLines(await runHere(['export', source]));
    expect(keyLines(await runHere(['export', target]))).toBe(lines);
    const file = join(await scratch(), 'lines');
    await writeFile(file, lines);
    const again = join(await scratch(), 'again');
    expect((await runHere(['import', again, file])).code).toBe(0);
    expect((await runHere(['compact', again])).code).toBe(0);
    expect(keyLines(await runHere(['export', again]))).toBe(lines);
  });
});

/** An export without its libraries of functions. */
function keyLines({ out }: { out: Buffer }): string {
  return out
    .toString()
    .split('\n')
    .filter((line) => !line.startsWith('{"function"'))
    .join('\n');
}
