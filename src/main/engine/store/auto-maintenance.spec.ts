import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOptions, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { edit } from '../specs/edited-text.ts';

const directory = '/store';
let disk: MemoryFileSystem;

const openStore = (options: OpenOptions): Promise<Store> => open(directory, { fileSystem: disk, ...options });

/** Overwrites one key until most of the log is garbage. */
async function overwrite(store: Store, times: number): Promise<void> {
  const value = new Uint8Array(100_000).fill(1);
  for (let i = 0; i < times; i++) await store.set('same', value);
}

beforeEach(() => {
  disk = new MemoryFileSystem();
});

describe('maintenance that starts by itself', () => {
  it('compacts when too much of the log is garbage', async () => {
    const store = await openStore({ garbageShare: 0.5 });
    await overwrite(store, 30);
    // Less than 1 MiB of garbage is left alone.
    await expect.poll(() => store.stats().sizeBytes).toBeLessThan(1_200_000);
    await store.close();
  });

  it('does not compact again and again what is written as patches', async () => {
    const store = await openStore({ garbageShare: 0.5 });
    const stop = store.listen({ onFiles: () => files++ });
    let files = 0;
    const text = '0123456789'.repeat(200_000);
    for (let i = 0; i < 200; i++) await edit(store, [{ key: 'long', value: `${text}${i}` }]);
    expect(store.stats().sizeBytes).toBeLessThan(3 * text.length);
    expect(store.stats().liveBytes).toBeGreaterThan(text.length);
    // A segment that takes patches is begun.
    expect(files).toBeLessThanOrEqual(1);
    stop();
    await store.close();
  });

  it('compacts for no less garbage than it was told', async () => {
    const store = await openStore({ garbageShare: 0.5, minGarbageBytes: 2_000_000 });
    await overwrite(store, 18);
    expect(store.stats()).toMatchObject({ segments: 1 });
    expect(store.stats().garbageShare).toBeGreaterThan(0.9);
    await overwrite(store, 12);
    await expect.poll(() => store.stats().sizeBytes).toBeLessThan(2_200_000);
    await store.close();
  });

  it('does not compact when it was told not to, until it is told otherwise', async () => {
    const store = await openStore({ garbageShare: null });
    await overwrite(store, 30);
    expect(store.stats()).toMatchObject({ segments: 1 });
    expect(store.stats().garbageShare).toBeGreaterThan(0.9);
    store.configure({ garbageShare: 0.5 });
    expect(store.maintenanceSettings()).toMatchObject({ garbageShare: 0.5 });
    await store.set('one', 'more');
    await expect.poll(() => store.stats().sizeBytes).toBeLessThan(1_200_000);
    await store.close();
  });

  it('takes a snapshot at a save point', async () => {
    const store = await openStore({ garbageShare: null, savePoints: [{ seconds: 1, changes: 3 }] });
    for (let i = 0; i < 3; i++) await store.set('key', `${i}`);
    await expect.poll(() => store.stats().records, { timeout: 5000 }).toBe(1);
    await store.close();
  });

  it('tells listeners of writes, fsyncs and files', async () => {
    const store = await openStore({ garbageShare: null });
    const heard: string[] = [];
    const stop = store.listen({
      onWritten: ({ acknowledgedSeq }) => heard.push(`written ${acknowledgedSeq}`),
      onDurability: ({ durableSeq }) => heard.push(`durable ${durableSeq}`),
      onFiles: () => heard.push('files'),
    });
    await store.set('a', '1');
    await store.snapshot();
    await expect.poll(() => [...heard].sort()).toEqual(['durable 1', 'files', 'written 1']);
    stop();
    await store.set('b', '2');
    expect(heard).toHaveLength(3);
    await store.close();
  });
});
