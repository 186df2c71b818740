import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions, Store } from '../api.ts';
import { open } from '../open.ts';

/**
 * Directories that an earlier build wrote (scripts/make-format-fixture.mjs): every later one must read them, so the
 * format cannot change unnoticed.
 */

interface Expected {
  formatVersion: number;
  readAtMs: number;
  lastSeq: number;
  /** Base64, in byte order of the keys. */
  keys: Record<string, { value: string; expireAt: number | null }>;
}

const directories = ['format-1', 'format-1-patches'].flatMap((name) => {
  const fixture = resolve('fixtures', name);
  const expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')) as Expected;
  return ['killed', 'closed'].map((ending) => ({
    name: `${name}/${ending}`,
    path: join(fixture, ending),
    expected,
  }));
});
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'walscope-format-'));
});

afterEach(() => rm(parent, { recursive: true }));

async function contentsOf(store: Store): Promise<Expected['keys']> {
  const contents: Expected['keys'] = {};
  for await (const { key, value, expireAt } of store.scan()) {
    contents[Buffer.from(key).toString('base64')] = {
      value: Buffer.from(value).toString('base64'),
      expireAt,
    };
  }
  return contents;
}

describe.each(directories)('a directory in version 1 of the format, $name', ({ path, expected }) => {
  const options: OpenOptions = { now: () => expected.readAtMs, garbageShare: null };

  it('is read as it was written', async () => {
    const store = await open(path, { ...options, readOnly: true });
    expect(store.recovery.verdict).toMatchObject({ code: 'clean', damaged: [] });
    expect(store.recovery.lastSeq).toBe(expected.lastSeq);
    expect(Object.entries(await contentsOf(store))).toEqual(Object.entries(expected.keys));
    expect((await store.verify()).code).toBe('clean');
    await store.close();
  });

  it('is read the same without its hints', async () => {
    const directory = join(parent, 'store');
    await cp(path, directory, { recursive: true, filter: (file) => !file.endsWith('.hint') });
    const store = await open(directory, { ...options, readOnly: true });
    expect(await contentsOf(store)).toEqual(expected.keys);
    await store.close();
  });

  it('is written on, and compacted', async () => {
    const directory = join(parent, 'store');
    await cp(path, directory, { recursive: true });
    const store = await open(directory, options);
    const written = await store.set('written by', 'a later build');
    expect(written.firstSeq).toBeGreaterThan(expected.lastSeq);
    await store.snapshot();
    await store.close();
    const again = await open(directory, options);
    const { [Buffer.from('written by').toString('base64')]: added, ...others } = await contentsOf(again);
    expect(others).toEqual(expected.keys);
    expect(added).toMatchObject({ expireAt: null });
    await again.close();
  });
});
