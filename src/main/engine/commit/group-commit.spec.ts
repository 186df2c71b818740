import { describe, expect, it } from 'vitest';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';

const directory = '/store';

describe('callers of a quick disk', () => {
  it('leave the event loop its turns, even one that writes without a pause', async () => {
    const store = await open(directory, { fileSystem: new MemoryFileSystem() });
    let turned = false;
    for (let round = 0; round < 3; round++) {
      turned = false;
      setImmediate(() => {
        turned = true;
      });
      for (let i = 0; i < 100_000 && !turned; i++) await store.set('key', `value ${i}`);
      expect(turned).toBe(true);
    }
    await store.close();
  });

  it('share one fsync when they write in one turn of the event loop', async () => {
    const faulty = new FaultyFileSystem(new MemoryFileSystem());
    const store = await open(directory, { fileSystem: faulty });
    for (let round = 0; round < 5; round++) {
      const before = faulty.count('sync');
      const keys = Array.from({ length: 64 }, (_, i) => `key ${i}`);
      const written = await Promise.all(keys.map((key) => store.set(key, `round ${round}`)));
      expect(written.every(({ durable }) => durable)).toBe(true);
      expect(faulty.count('sync')).toBe(before + 1);
    }
    await store.close();
  });
});

describe('an fsync that holds up the thread', () => {
  it('is not made while a snapshot writes to the same disk', async () => {
    const disk = new MemoryFileSystem();
    let inline = 0;
    const openFile = disk.open.bind(disk);
    disk.open = async (...place) => {
      const handle = await openFile(...place);
      const syncSync = handle.syncSync.bind(handle);
      handle.sync = async () => syncSync();
      handle.syncSync = () => {
        inline++;
        syncSync();
      };
      return handle;
    };
    const store = await open(directory, { fileSystem: disk });
    for (let i = 0; i < 2000; i++) await store.set(`key ${i}`, 'value');
    expect(inline).toBeGreaterThan(1000);
    let isWriting = true;
    const snapshot = store.snapshot().finally(() => {
      isWriting = false;
    });
    await Promise.resolve();
    const before = inline;
    let writes = 0;
    for (; isWriting; writes++) {
      expect(inline).toBe(before);
      await store.set('key 1', `value ${writes}`);
    }
    expect(writes).toBeGreaterThan(1);
    await snapshot;
    await store.close();
  });
});

describe('writes of one turn of the event loop', () => {
  // Enough keys that their hashes differ in every bit.
  const keys = Array.from({ length: 64 }, (_, i) => `key ${i}`);

  it('see what came before them', async () => {
    const store = await open(directory, { fileSystem: new MemoryFileSystem() });
    for (const key of keys) {
      const [, wasThere] = await Promise.all([store.set(key, ''), store.delete(key)]);
      expect(wasThere, key).toBe(true);
    }
    expect(store.stats().keys).toBe(0);
    await store.close();
  });

  it('are of one key each, however often it is written', async () => {
    const store = await open(directory, { fileSystem: new MemoryFileSystem() });
    for (let round = 0; round < 3; round++) {
      await Promise.all(keys.map((key) => store.set(key, `round ${round}`)));
    }
    expect(store.stats().keys).toBe(keys.length);
    await store.close();
  });
});

describe('the space zeroed ahead', () => {
  const segment = `${directory}/00000001.wlog`;

  it('is there while the store is open and gone once it is closed', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(directory, { fileSystem: disk });
    await store.set('a', '1');
    const end = store.previewBatch([{ op: 'set', key: 'b', value: '2' }]).offset;
    const whileOpen = await disk.readFile(segment);
    expect(whileOpen.length).toBeGreaterThan(end);
    expect(whileOpen.subarray(end).every((byte) => byte === 0)).toBe(true);
    await store.close();
    expect((await disk.readFile(segment)).length).toBe(end);
  });

  it('spares the file a change of length from one write to the next', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(directory, { fileSystem: disk });
    await store.set('a', '1');
    const { size } = (await disk.stat(segment))!;
    for (let i = 0; i < 20; i++) await store.set('a', `${i}`);
    expect((await disk.stat(segment))?.size).toBe(size);
    await store.close();
  });

  it('is not made where no fsync follows', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(directory, { fileSystem: disk, fsync: 'no' });
    await store.set('a', '1');
    const end = store.previewBatch([{ op: 'set', key: 'b', value: '2' }]).offset;
    expect((await disk.stat(segment))?.size).toBe(end);
    await store.close();
  });

  it('does not make a write fail for which there is room without it', async () => {
    const disk = new MemoryFileSystem();
    const store = await open(directory, { fileSystem: disk });
    const { bytes } = store.previewBatch([{ op: 'set', key: 'a', value: '1' }]);
    disk.capacityBytes = disk.usedBytes + bytes.length;
    expect(await store.set('a', '1')).toMatchObject({ durable: true });
    await expect(store.set('b', '2')).rejects.toMatchObject({ code: 'NO_SPACE' });
    await store.close();
  });

  it('ends where a segment is closed', async () => {
    const disk = new MemoryFileSystem();
    const segmentBytes = 1024;
    const store = await open(directory, { fileSystem: disk, segmentBytes, garbageShare: null });
    for (let i = 0; i < 100; i++) {
      await store.set(`key ${i}`, 'value');
      for (const name of await disk.list(directory)) {
        if (!name.endsWith('.wlog')) continue;
        expect((await disk.stat(`${directory}/${name}`))?.size).toBeLessThanOrEqual(segmentBytes + 84);
      }
    }
    expect(store.stats().segments).toBeGreaterThan(3);
    await store.close();
  });
});
