import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WalscopeError } from '../../../shared/errors.ts';
import { open } from '../open.ts';
import { contentsOf } from './contents.ts';
import { type ReferenceStore, referenceStore } from './reference-store.ts';
import { openedAtMs } from './workload.ts';

let directory: string;
let reference: ReferenceStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'walscope-readonly-'));
  reference = await referenceStore({ fsync: 'always', ending: 'killed' });
  for (const [name, content] of reference.image) await writeFile(join(directory, name), content);
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const lastFile = (): string => join(directory, reference.checkpoints[reference.checkpoints.length - 1]!.file);

/** What a reader could leave behind beside changed bytes. Access times where they can be left alone. */
async function traces(): Promise<unknown[]> {
  const found: unknown[] = [(await stat(directory)).mtimeMs];
  for (const name of (await readdir(directory)).sort()) {
    const { mtimeMs, ctimeMs, atimeMs, size } = await stat(join(directory, name));
    found.push({ name, mtimeMs, ctimeMs, size, atimeMs: process.platform === 'linux' ? atimeMs : null });
  }
  return found;
}

async function bytes(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await readdir(directory))
    found.set(name, await readFile(join(directory, name), 'base64'));
  return found;
}

describe('a directory opened read-only', () => {
  it.each([
    { what: 'sound', harm: async () => {} },
    { what: 'torn', harm: async () => truncate(lastFile(), (await stat(lastFile())).size - 3) },
    {
      what: 'damaged',
      harm: async () => {
        const content = await readFile(lastFile());
        content[content.length >> 1]! ^= 1;
        await writeFile(lastFile(), content);
      },
    },
    { what: 'without its lock file', harm: async () => rm(join(directory, 'LOCK')) },
  ])('has the same names, bytes and times afterwards ($what)', async ({ harm }) => {
    await harm();
    const old = new Date('2001-02-03T04:05:06Z');
    const bytesBefore = await bytes();
    for (const name of await readdir(directory)) await utimes(join(directory, name), old, old);
    const before = await traces();
    const store = await open(directory, { readOnly: true, now: () => openedAtMs });
    await contentsOf(store).catch((error: unknown) => expect(error).toBeInstanceOf(WalscopeError));
    await store.verify();
    for (const refused of [
      () => store.set('a', 'b'),
      () => store.delete('user:1'),
      () => store.batch([{ op: 'set', key: 'a', value: 'b' }]),
      () => store.snapshot(),
      () => store.compact(),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'READ_ONLY' });
    }
    await store.close();
    expect(await traces()).toEqual(before);
    expect(await bytes()).toEqual(bytesBefore);
  });
});
