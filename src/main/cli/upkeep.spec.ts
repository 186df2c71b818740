import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { open } from '../engine/open.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();
const textOf = async (...argv: string[]) => (await runHere(argv)).out.toString();

async function lastSegment(directory: string): Promise<string> {
  return join(directory, (await readdir(directory)).filter((name) => name.endsWith('.wlog')).at(-1) ?? '');
}

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
