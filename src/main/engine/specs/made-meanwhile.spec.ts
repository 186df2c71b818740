import { expect, it } from 'vitest';
import type { FileSystem } from '../fs/file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';

const directory = '/store';

/** The disk as a process sees it that is held up just before one of its calls, while another does something. */
function heldUp(
  disk: FileSystem,
  call: 'lock' | 'mkdir',
  meanwhile: (disk: FileSystem) => Promise<void>,
): FileSystem {
  let isDone = false;
  const holdUp = async (): Promise<void> => {
    if (isDone) return;
    isDone = true;
    await meanwhile(disk);
  };
  return {
    open: async (path, mode) => {
      if (call === 'lock' && path.endsWith('/LOCK')) await holdUp();
      return disk.open(path, mode);
    },
    mkdir: async (path) => {
      if (call === 'mkdir') await holdUp();
      return disk.mkdir(path);
    },
    list: (path) => disk.list(path),
    stat: (path) => disk.stat(path),
    rename: (from, to) => disk.rename(from, to),
    unlink: (path) => disk.unlink(path),
    rmdir: (path) => disk.rmdir(path),
    syncDirectory: (path) => disk.syncDirectory(path),
    readFile: (path) => disk.readFile(path),
  };
}

it.each([
  ['lock', true],
  ['lock', false],
  ['mkdir', true],
  ['mkdir', false],
] as const)(
  'a store that another process makes meanwhile is opened, not made anew: %s, keys in memory: %s',
  async (call, keysInMemory) => {
    const disk = heldUp(new MemoryFileSystem(), call, async (fileSystem) => {
      const other = await open(directory, { fileSystem });
      await other.set('a', '1');
      await other.close();
    });
    const store = await open(directory, { fileSystem: disk, keysInMemory });
    expect(store.recovery).toMatchObject({ verdict: { code: 'clean' }, keys: 1 });
    expect(Buffer.from((await store.get('a')) ?? []).toString()).toBe('1');
    await store.close();
  },
);

it('a store that another process is making is its own', async () => {
  const opened: { close(): Promise<void> }[] = [];
  const disk = heldUp(new MemoryFileSystem(), 'mkdir', async (fileSystem) => {
    opened.push(await open(directory, { fileSystem }));
  });
  await expect(open(directory, { fileSystem: disk })).rejects.toMatchObject({ code: 'LOCKED' });
  for (const store of opened) await store.close();
});
