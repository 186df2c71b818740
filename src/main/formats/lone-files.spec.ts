import { describe, expect, it } from 'vitest';
import { itConforms } from '../engine/fs/file-system-conformance.ts';
import { MemoryFileSystem } from '../engine/fs/memory-file-system.ts';
import { isLoneDirectory, LoneFiles, loneDirectory } from './lone-files.ts';
import { memoryDirectory } from './testing/state.ts';

itConforms('LoneFiles', async () => {
  const inner = new MemoryFileSystem();
  await inner.mkdir('/d');
  return { fileSystem: new LoneFiles(inner), directory: '/d', cleanUp: async () => undefined };
});

describe('a file as a directory of its own', () => {
  const files = async () =>
    new LoneFiles(await memoryDirectory('/d', { 'a.rdb': 'one', 'b.rdb': 'two', 'a/a': 'three' }));
  const lone = loneDirectory('/d/a.rdb');

  it('holds that file and nothing else', async () => {
    const fileSystem = await files();
    expect(await fileSystem.list(lone)).toEqual(['a.rdb']);
    expect(await fileSystem.stat(lone)).toMatchObject({ isDirectory: true });
    expect(await fileSystem.stat(`${lone}a.rdb`)).toMatchObject({ isDirectory: false, size: 3 });
    expect(await fileSystem.stat(`${lone}b.rdb`)).toBeNull();
    expect(Buffer.from(await fileSystem.readFile(`${lone}a.rdb`)).toString()).toBe('one');
    await expect(fileSystem.open(`${lone}b.rdb`, 'read')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not written to', async () => {
    const fileSystem = await files();
    await expect(fileSystem.open(`${lone}a.rdb`, 'write')).rejects.toMatchObject({ code: 'EROFS' });
  });

  it('is a file as before without the slash, and directories are what they were', async () => {
    const fileSystem = await files();
    expect(await fileSystem.stat('/d/a.rdb')).toMatchObject({ isDirectory: false });
    expect(await fileSystem.list('/d/')).toEqual(['a', 'a.rdb', 'b.rdb']);
    expect(Buffer.from(await fileSystem.readFile('/d/a/a')).toString()).toBe('three');
    expect(isLoneDirectory(lone, await fileSystem.list(lone))).toBe(true);
    expect(isLoneDirectory('/d/', await fileSystem.list('/d/'))).toBe(false);
  });
});
