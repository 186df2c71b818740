import { describe, expect, it } from 'vitest';
import { FaultyFileSystem } from './faulty-file-system.ts';
import { itConforms } from './file-system-conformance.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

itConforms('FaultyFileSystem with no fault', async () => {
  const fileSystem = new FaultyFileSystem(new MemoryFileSystem());
  await fileSystem.mkdir('/d');
  return { fileSystem, directory: '/d', cleanUp: async () => {} };
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('FaultyFileSystem', () => {
  it('fails the chosen call of its kind once, without effect', async () => {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    faulty.arm({ kind: 'write', nth: 2, errno: 'EIO', duration: 'once' });
    const file = await faulty.open('/a', 'create');
    await file.write(bytes('1'), 0);
    await expect(file.write(bytes('2'), 1)).rejects.toMatchObject({ code: 'EIO', path: '/a' });
    file.writeSync(bytes('3'), 2);
    expect(await disk.readFile('/a')).toEqual(bytes('1\0' + '3'));
    expect(faulty.count('write')).toBe(3);
    expect(faulty.failures).toBe(1);
  });

  it('fails all calls of a kind from the chosen one on, until healed', async () => {
    const faulty = new FaultyFileSystem(new MemoryFileSystem());
    faulty.arm({ kind: 'mkdir', nth: 2, errno: 'ENOSPC', duration: 'stays' });
    await faulty.mkdir('/1');
    await expect(faulty.mkdir('/2')).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(faulty.mkdir('/3')).rejects.toMatchObject({ code: 'ENOSPC' });
    faulty.heal();
    await faulty.mkdir('/4');
    expect(await faulty.list('/')).toEqual(['1', '4']);
  });

  it('leaves the beginning of a short write behind', async () => {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    faulty.arm({ kind: 'write', nth: 1, errno: 'ENOSPC', duration: 'once', shortBytes: 3 });
    const file = await faulty.open('/a', 'create');
    await expect(file.write(bytes('hello'), 0)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await disk.readFile('/a')).toEqual(bytes('hel'));
  });

  it('changes nothing after a crash, and frees the locks of the process that is gone', async () => {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    const file = await faulty.open('/a', 'create');
    expect(file.tryLock()).toBe(true);
    faulty.crash();
    await expect(file.write(bytes('x'), 0)).rejects.toMatchObject({ code: 'EIO' });
    await expect(faulty.unlink('/a')).rejects.toMatchObject({ code: 'EIO' });
    await expect(file.close()).rejects.toMatchObject({ code: 'EIO' });
    const next = await disk.open('/a', 'write');
    expect(next.tryLock()).toBe(true);
    expect(await next.size()).toBe(0);
  });

  it('asks its hook before each call, and stops where the hook crashes it', async () => {
    const seen: string[] = [];
    const disk = new MemoryFileSystem();
    const faulty: FaultyFileSystem = new FaultyFileSystem(disk, (call) => {
      seen.push(`${call.number} ${call.kind} ${call.numberOfKind} ${call.path}`);
      if (call.number === 3) faulty.crash();
    });
    await faulty.mkdir('/d');
    await faulty.mkdir('/e');
    await expect(faulty.rename('/d', '/f')).rejects.toMatchObject({ code: 'EIO' });
    expect(seen).toEqual(['1 mkdir 1 /d', '2 mkdir 2 /e', '3 rename 1 /d']);
    expect(await disk.list('/')).toEqual(['d', 'e']);
  });
});
