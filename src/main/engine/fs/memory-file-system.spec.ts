import { describe, expect, it } from 'vitest';
import type { FileSystem } from './file-system.ts';
import { itConforms } from './file-system-conformance.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import type { Fate } from './pending-operations.ts';

itConforms('MemoryFileSystem', async () => {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir('/d');
  return { fileSystem, directory: '/d', cleanUp: async () => {} };
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function contents(fileSystem: FileSystem, directory = '/'): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await fileSystem.list(directory)) {
    const path = `${directory}${name}`;
    if ((await fileSystem.stat(path))?.isDirectory)
      Object.assign(found, await contents(fileSystem, `${path}/`));
    else found[path] = new TextDecoder().decode(await fileSystem.readFile(path));
  }
  return found;
}

async function durableFile(disk: MemoryFileSystem, path: string, content: string): Promise<void> {
  const file = await disk.open(path, 'create');
  await file.write(bytes(content), 0);
  await file.sync();
  await file.close();
  await disk.syncDirectory('/');
}

describe('a power loss', () => {
  it('loses a file whose name was not synced, whatever its content was', async () => {
    const disk = new MemoryFileSystem();
    const file = await disk.open('/a', 'create');
    await file.write(bytes('content'), 0);
    await file.sync();
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({});
    expect(await contents(disk.crash({ keepUnsynced: 'all' }))).toEqual({ '/a': 'content' });
  });

  it('loses content written after the last sync, and the growth with it', async () => {
    const disk = new MemoryFileSystem();
    await durableFile(disk, '/a', 'old');
    const file = await disk.open('/a', 'write');
    await file.write(bytes('new and longer'), 0);
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({ '/a': 'old' });
    await file.sync();
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({ '/a': 'new and longer' });
  });

  it('undoes renames and unlinks that no sync of the directory followed', async () => {
    const disk = new MemoryFileSystem();
    await durableFile(disk, '/a', '1');
    await durableFile(disk, '/b', '2');
    await disk.rename('/a', '/b');
    await durableFile(disk, '/c', '3');
    await disk.unlink('/c');
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({ '/b': '1', '/c': '3' });
    await disk.syncDirectory('/');
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({ '/b': '1' });
  });

  it('keeps what the caller chooses: any write, part of one, or its size alone', async () => {
    const disk = new MemoryFileSystem();
    await durableFile(disk, '/a', '');
    const file = await disk.open('/a', 'write');
    await file.write(bytes('one'), 0);
    await file.write(bytes('two'), 3);
    const crashed = async (...fates: Fate[]) =>
      (await contents(disk.crash({ keepUnsynced: (_, index) => fates[index]! })))['/a'];
    expect(await crashed('lost', 'kept')).toBe('\0\0\0two');
    expect(await crashed('kept', { firstBytes: 1 })).toBe('onet');
    expect(await crashed('kept', { firstBytes: 0 })).toBe('one');
    expect(await crashed('kept', 'size-only')).toBe('one\0\0\0');
  });

  it('leaves the disk that crashed as it was, and the new one apart from it', async () => {
    const disk = new MemoryFileSystem();
    await durableFile(disk, '/a', 'old');
    const file = await disk.open('/a', 'write');
    expect(file.tryLock()).toBe(true);
    await file.write(bytes('new'), 0);
    const after = disk.crash({ keepUnsynced: 'none' });
    const again = await after.open('/a', 'write');
    expect(again.tryLock()).toBe(true);
    await again.write(bytes('two'), 0);
    expect(await contents(disk)).toEqual({ '/a': 'new' });
    expect(disk.pending).toHaveLength(1);
    expect(await contents(after.crash({ keepUnsynced: 'none' }))).toEqual({ '/a': 'old' });
  });

  it('keeps what was written, whatever becomes of the buffer it was written from', async () => {
    const disk = new MemoryFileSystem();
    const file = await disk.open('/a', 'create');
    const buffer = Buffer.from('one');
    await file.write(buffer, 0);
    buffer.fill('x');
    expect(await contents(disk.crash({ keepUnsynced: 'all' }))).toEqual({ '/a': 'one' });
  });

  it('takes a directory away with all that is in it when its own name was not synced', async () => {
    const disk = new MemoryFileSystem();
    await disk.mkdir('/d');
    await (await disk.open('/d/a', 'create')).sync();
    await disk.syncDirectory('/d');
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({});
    await disk.syncDirectory('/');
    expect(await contents(disk.crash({ keepUnsynced: 'none' }))).toEqual({ '/d/a': '' });
  });
});

describe('space', () => {
  it('runs out without a change, and comes back with an unlink or more capacity', async () => {
    const disk = new MemoryFileSystem({ capacityBytes: 5 });
    const file = await disk.open('/a', 'create');
    await file.write(bytes('four'), 0);
    await expect(file.write(bytes('xx'), 4)).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(file.truncate(6)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(disk.usedBytes).toBe(4);
    disk.capacityBytes = 6;
    await file.write(bytes('xx'), 4);
    await disk.unlink('/a');
    expect(disk.usedBytes).toBe(0);
  });
});
