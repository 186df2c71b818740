import { describe, expect, it } from 'vitest';
import type { FsyncPolicy, Store } from '../api.ts';
import { type CallKind, FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { contentsOf } from './contents.ts';
import { openOn } from './opened.ts';

interface Subject {
  disk: MemoryFileSystem;
  faulty: FaultyFileSystem;
  store: Store;
}

async function openWith(fsync: FsyncPolicy): Promise<Subject> {
  const disk = new MemoryFileSystem();
  const faulty = new FaultyFileSystem(disk);
  const store = await openOn(disk, { create: true, fileSystem: faulty, fsync });
  return { disk, faulty, store };
}

function failNext({ faulty }: Subject, kind: CallKind): void {
  faulty.arm({ kind, nth: faulty.count(kind) + 1, errno: 'EIO', duration: 'once' });
}

describe.each(['everysec', 'no'] as const)('closing under %s', (fsync) => {
  it('proves what was acknowledged before a write failed', async () => {
    const subject = await openWith(fsync);
    const { disk, store } = subject;
    await store.set('acknowledged', '1');
    failNext(subject, 'write');
    await expect(store.set('refused', '2')).rejects.toMatchObject({ code: 'IO' });
    await store.close();
    const again = await openOn(disk.crash({ keepUnsynced: 'none' }));
    expect(await contentsOf(again)).toEqual(new Map([['acknowledged', '1']]));
    await again.close();
  });

  it('says which acknowledged writes its own fsync could not prove', async () => {
    const subject = await openWith(fsync);
    await subject.store.set('a', '1');
    await subject.store.set('b', '2');
    failNext(subject, 'sync');
    const details = { firstUnprovenSeq: 1, lastUnprovenSeq: 2 };
    await expect(subject.store.close()).rejects.toMatchObject({ code: 'FSYNC_FAILED', details });
    expect((await openOn(subject.disk)).readOnly).toBe(false);
  });

  it('does not try an fsync again, and says what it left unproven', async () => {
    const subject = await openWith(fsync);
    const { faulty, store } = subject;
    await store.set('proven', '1');
    await store.sync();
    await store.set('acknowledged', '2');
    failNext(subject, 'sync');
    await expect(store.sync()).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
    const syncs = faulty.count('sync');
    const details = { firstUnprovenSeq: 2, lastUnprovenSeq: 2 };
    await expect(store.close()).rejects.toMatchObject({ code: 'FSYNC_FAILED', details });
    expect(faulty.count('sync')).toBe(syncs);
  });
});

describe('closing under always', () => {
  it('has nothing to add when the callers of a failed fsync have been told', async () => {
    const subject = await openWith('always');
    failNext(subject, 'sync');
    await expect(subject.store.set('a', '1')).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
    await subject.store.close();
  });
});

describe('a disk without any space left', () => {
  it.each(['always', 'everysec', 'no'] as const)(
    'lets a store close and keep all that was acknowledged, whatever it held then (%s)',
    async (fsync) => {
      for (let spare = 0; spare < 300; spare += 7) {
        const { disk, store } = await openWith(fsync);
        disk.capacityBytes = disk.usedBytes + spare;
        const kept = new Map<string, string>();
        for (const key of ['a', 'b', 'c', 'd']) {
          const written = await store.set(key, `value ${key}`).catch(() => null);
          if (written !== null) kept.set(key, `value ${key}`);
        }
        await store.close();
        const again = await openOn(disk.crash({ keepUnsynced: 'none' }));
        expect(again.recovery.verdict.damage, `${spare} bytes`).toBe('none');
        expect(await contentsOf(again), `${spare} bytes`).toEqual(kept);
        await again.close();
      }
    },
  );
});
