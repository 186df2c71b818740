import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { itConforms } from './file-system-conformance.ts';
import { nodeFileSystem } from './node-file-system.ts';

const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'walscope-fs-'));

itConforms('nodeFileSystem', async () => {
  const directory = await temporary();
  const cleanUp = () => rm(directory, { recursive: true });
  return { fileSystem: nodeFileSystem, directory, cleanUp };
});

it.runIf(process.platform === 'linux')(
  'reads a file of its own without a change of its access time',
  async () => {
    const directory = await temporary();
    try {
      const path = join(directory, 'a');
      await writeFile(path, 'content');
      const old = new Date('2001-02-03T04:05:06Z');
      await utimes(path, old, old);
      await nodeFileSystem.readFile(path);
      const { atime, mtime } = await stat(path);
      expect({ atime, mtime }).toEqual({ atime: old, mtime: old });
    } finally {
      await rm(directory, { recursive: true });
    }
  },
);
