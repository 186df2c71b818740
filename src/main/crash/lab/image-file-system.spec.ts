import { describe, expect, it } from 'vitest';
import { itConforms } from '../../engine/fs/file-system-conformance.ts';
import { ImageFileSystem } from './image-file-system.ts';

itConforms('A disk made of an image', async () => ({
  fileSystem: new ImageFileSystem(new Map([['store/', new Uint8Array(0)]]), 0),
  directory: '/store',
  cleanUp: async () => undefined,
}));

describe('a disk made of an image', () => {
  const content = Uint8Array.of(1, 2, 3);
  const image = new Map([
    ['store/', new Uint8Array(0)],
    ['store/a', content],
  ]);

  it('has the image’s files, and leaves the image as it is', async () => {
    const disk = new ImageFileSystem(image, 7);
    expect(await disk.stat('/store/a')).toEqual({ size: 3, mtimeMs: 7, isDirectory: false });
    const handle = await disk.open('/store/a', 'write');
    await handle.write(Uint8Array.of(9), 1);
    await handle.truncate(2);
    expect(await disk.readFile('/store/a')).toEqual(Uint8Array.of(1, 9));
    expect(content).toEqual(Uint8Array.of(1, 2, 3));
    expect([...disk.image()]).toEqual([
      ['store/', new Uint8Array(0)],
      ['store/a', Uint8Array.of(1, 9)],
    ]);
  });

  it('counts what changes it, and nothing that only looks', async () => {
    const disk = new ImageFileSystem(image, 0);
    const handle = await disk.open('/store/a', 'open-or-create');
    handle.readSync(new Uint8Array(3), 0);
    await handle.sync();
    await handle.write(new Uint8Array(0), 0);
    await handle.truncate(3);
    await disk.list('/store');
    await disk.syncDirectory('/');
    expect(disk.changes).toBe(0);
    await disk.rename('/store/a', '/store/b');
    await disk.open('/store/c', 'create');
    await disk.unlink('/store/c');
    expect(disk.changes).toBe(3);
  });
});
