import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileHandle, FileSystem } from './file-system.ts';

export interface Subject {
  fileSystem: FileSystem;
  /** An empty directory of this file system. */
  directory: string;
  cleanUp: () => Promise<void>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array): string => new TextDecoder().decode(content);

/** What every file system must do, so that a test on one of them says something about the others. */
export function itConforms(name: string, make: () => Promise<Subject>): void {
  describe(`${name} as a FileSystem`, () => {
    let fileSystem: FileSystem;
    let directory: string;
    let cleanUp: () => Promise<void>;
    let handles: FileHandle[];
    const path = (file: string): string => join(directory, file);

    async function open(file: string, mode: Parameters<FileSystem['open']>[1]): Promise<FileHandle> {
      const handle = await fileSystem.open(path(file), mode);
      handles.push(handle);
      return handle;
    }
    async function put(file: string, content: string): Promise<void> {
      const handle = await open(file, 'create');
      await handle.write(bytes(content), 0);
      await handle.close();
    }
    async function contentOf(file: string): Promise<string> {
      return text(await fileSystem.readFile(path(file)));
    }

    beforeEach(async () => {
      ({ fileSystem, directory, cleanUp } = await make());
      handles = [];
    });
    afterEach(async () => {
      for (const handle of handles) await handle.close();
      await cleanUp();
    });

    describe('open', () => {
      it('refuses to read or write what is not there', async () => {
        await expect(open('a', 'read')).rejects.toMatchObject({ code: 'ENOENT' });
        await expect(open('a', 'write')).rejects.toMatchObject({ code: 'ENOENT' });
        await expect(open('no/a', 'create')).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await fileSystem.list(directory)).toEqual([]);
      });
      it('refuses to create what is there', async () => {
        await put('a', 'kept');
        await expect(open('a', 'create')).rejects.toMatchObject({ code: 'EEXIST' });
        expect(await contentOf('a')).toBe('kept');
      });
      it('opens or creates without emptying', async () => {
        await (await open('a', 'open-or-create')).write(bytes('one'), 0);
        await (await open('a', 'open-or-create')).write(bytes('two'), 3);
        expect(await contentOf('a')).toBe('onetwo');
      });
      it('does not write through a handle opened to read', async () => {
        await put('a', 'kept');
        const handle = await open('a', 'read');
        await expect(handle.write(bytes('x'), 0)).rejects.toMatchObject({ code: 'EBADF' });
        expect(() => handle.writeSync(bytes('x'), 0)).toThrow(expect.objectContaining({ code: 'EBADF' }));
        expect(await contentOf('a')).toBe('kept');
      });
    });

    describe('reads and writes', () => {
      it('reads fewer bytes only at the end', async () => {
        await put('a', 'hello');
        const handle = await open('a', 'read');
        const target = new Uint8Array(4);
        expect(await handle.read(target, 0)).toBe(4);
        expect(text(target)).toBe('hell');
        expect(await handle.read(target, 3)).toBe(2);
        expect(await handle.read(target, 5)).toBe(0);
        expect(handle.readSync(target, 1)).toBe(4);
        expect(text(target)).toBe('ello');
      });
      it('fills a gap before a write with zeros', async () => {
        const handle = await open('a', 'create');
        handle.writeSync(bytes('b'), 3);
        expect(await contentOf('a')).toBe('\0\0\0b');
        expect(await handle.size()).toBe(4);
      });
      it('overwrites in place', async () => {
        const handle = await open('a', 'create');
        await handle.write(bytes('hello'), 0);
        await handle.write(bytes('LL'), 2);
        await handle.write(new Uint8Array(0), 100);
        expect(await contentOf('a')).toBe('heLLo');
      });
      it('truncates, and grows with zeros', async () => {
        const handle = await open('a', 'create');
        await handle.write(bytes('hello'), 0);
        await handle.truncate(2);
        await handle.truncate(4);
        expect(await contentOf('a')).toBe('he\0\0');
      });
      it('takes views of larger buffers, and larger contents than one call may carry', async () => {
        const large = new Uint8Array(3_000_001).map((_, index) => index % 251);
        const handle = await open('a', 'create');
        await handle.write(large.subarray(1), 0);
        await handle.sync();
        const target = new Uint8Array(3_000_010);
        expect(await handle.read(target.subarray(10), 0)).toBe(3_000_000);
        expect(Buffer.compare(target.subarray(10), large.subarray(1))).toBe(0);
      });
      it('refuses everything after close', async () => {
        const handle = await open('a', 'create');
        await handle.close();
        await handle.close();
        await expect(handle.read(new Uint8Array(1), 0)).rejects.toMatchObject({ code: 'EBADF' });
        await expect(handle.write(bytes('x'), 0)).rejects.toMatchObject({ code: 'EBADF' });
        await expect(handle.sync()).rejects.toMatchObject({ code: 'EBADF' });
        expect(() => handle.syncSync()).toThrow(expect.objectContaining({ code: 'EBADF' }));
        await expect(handle.truncate(0)).rejects.toMatchObject({ code: 'EBADF' });
        await expect(handle.size()).rejects.toMatchObject({ code: 'EBADF' });
        expect(() => handle.tryLock()).toThrow(expect.objectContaining({ code: 'EBADF' }));
      });
    });

    describe('names', () => {
      it('lists in the order of bytes', async () => {
        for (const file of ['b', 'a', 'B', '\u{1F600}', '\u{FF5E}']) await put(file, '');
        expect(await fileSystem.list(directory)).toEqual(['B', 'a', 'b', '\u{FF5E}', '\u{1F600}']);
      });
      it('does not list what is not a directory', async () => {
        await put('a', '');
        await expect(fileSystem.list(path('a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
        await expect(fileSystem.list(path('no'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
      it('says what is there', async () => {
        await put('a', 'four');
        expect(await fileSystem.stat(path('a'))).toMatchObject({ size: 4, isDirectory: false });
        expect(await fileSystem.stat(directory)).toMatchObject({ isDirectory: true });
        expect(await fileSystem.stat(path('b'))).toBeNull();
        expect(await fileSystem.stat(path('a/b'))).toBeNull();
      });
      it('renames over what was there', async () => {
        await put('a', 'new');
        await put('b', 'old');
        await fileSystem.rename(path('a'), path('b'));
        expect(await fileSystem.list(directory)).toEqual(['b']);
        expect(await contentOf('b')).toBe('new');
        await expect(fileSystem.rename(path('a'), path('c'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
      it('renames a directory with what is in it, over nothing that holds something', async () => {
        await fileSystem.mkdir(path('d'));
        await put('d/a', 'moved');
        await fileSystem.rename(path('d'), path('e'));
        expect(await contentOf('e/a')).toBe('moved');
        await fileSystem.mkdir(path('f'));
        await expect(fileSystem.rename(path('f'), path('e'))).rejects.toMatchObject({ code: 'ENOTEMPTY' });
        await fileSystem.rename(path('e'), path('f'));
        expect(await fileSystem.list(path('f'))).toEqual(['a']);
      });
      it('unlinks a file, and lets who has it open go on', async () => {
        await put('a', 'kept');
        const handle = await open('a', 'write');
        await fileSystem.unlink(path('a'));
        expect(await fileSystem.list(directory)).toEqual([]);
        const target = new Uint8Array(4);
        expect(await handle.read(target, 0)).toBe(4);
        await expect(fileSystem.unlink(path('a'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
      it('makes a directory once, in one that is there', async () => {
        await fileSystem.mkdir(path('d'));
        await expect(fileSystem.mkdir(path('d'))).rejects.toMatchObject({ code: 'EEXIST' });
        await expect(fileSystem.mkdir(path('no/d'))).rejects.toMatchObject({ code: 'ENOENT' });
        await fileSystem.syncDirectory(directory);
        await expect(fileSystem.syncDirectory(path('no'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
      it('removes a directory once it is empty', async () => {
        await fileSystem.mkdir(path('d'));
        await put('d/a', 'in the way');
        await expect(fileSystem.rmdir(path('d'))).rejects.toMatchObject({ code: 'ENOTEMPTY' });
        await fileSystem.unlink(path('d/a'));
        await fileSystem.rmdir(path('d'));
        expect(await fileSystem.list(directory)).toEqual([]);
        await expect(fileSystem.rmdir(path('d'))).rejects.toMatchObject({ code: 'ENOENT' });
        await put('b', '');
        await expect(fileSystem.rmdir(path('b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
      });
      it('reads no file that is a directory or missing', async () => {
        await expect(fileSystem.readFile(directory)).rejects.toMatchObject({ code: 'EISDIR' });
        await expect(fileSystem.readFile(path('no'))).rejects.toMatchObject({ code: 'ENOENT' });
      });
    });

    describe('locks', () => {
      it('are held by one open file until it is closed', async () => {
        const first = await open('LOCK', 'open-or-create');
        const second = await open('LOCK', 'open-or-create');
        expect(first.tryLock()).toBe(true);
        expect(first.tryLock()).toBe(true);
        expect(second.tryLock()).toBe(false);
        await first.close();
        expect(second.tryLock()).toBe(true);
      });
      it('let others read the file that is locked', async () => {
        const holder = await open('LOCK', 'create');
        holder.tryLock();
        await holder.write(bytes('4711'), 0);
        expect(await contentOf('LOCK')).toBe('4711');
      });
    });
  });
}
