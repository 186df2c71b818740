import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileSystem } from '../fs/node-file-system.ts';
import { acquireDirectoryLock, readLockHolder } from './directory-lock.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'walscope-lock-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a second writer is refused and told who holds the directory; released, it can be taken again', async () => {
  const lock = await acquireDirectoryLock(nodeFileSystem, directory, 'walscope test');
  const refused = acquireDirectoryLock(nodeFileSystem, directory, 'walscope test');
  await expect(refused).rejects.toMatchObject({ code: 'LOCKED', details: { pid: process.pid } });
  await expect(refused).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
  await (await acquireDirectoryLock(nodeFileSystem, directory, 'walscope test')).release();
});

test('reading who holds it makes no lock file', async () => {
  expect(await readLockHolder(nodeFileSystem, directory)).toBeNull();
  await expect(readFile(join(directory, 'LOCK'))).rejects.toMatchObject({ code: 'ENOENT' });
});
