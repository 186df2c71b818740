import { describe, expect, it } from 'vitest';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Store } from '../api.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { indexKinds } from './index-kinds.ts';

const keys = 120;
const nowMs = 1_700_000_000_000;
/** No operation makes more reads on a store as small as this. */
const maxReads = 2000;

const reading: Record<string, (store: Store) => Promise<unknown>> = {
  get: (store) => store.get('key 7'),
  getSync: async (store) => store.getSync('key 7'),
  entry: (store) => store.entry('key 7'),
  'a scan': async (store) => {
    for await (const { value } of store.scan()) expect(value.length).toBe(20);
  },
  'a view in order': async (store) => {
    const view = await store.orderedView();
    for (const id of view.ids) view.key(id);
    view.release();
  },
  'a view in no order': async (store) => {
    const view = await store.orderedView({ sorted: false });
    for (const id of view.ids) view.location(id);
    view.release();
  },
  'a page of keys': async (store) => store.keysFrom(0, keys),
  delete: (store) => store.delete('key 7'),
  verify: (store) => store.verify(),
  compact: (store) => store.compact(),
};

/** Needs no read where the keys are in memory. */
const inMemory = new Set(['a view in order', 'a view in no order', 'a page of keys', 'delete']);

async function disk(): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  const store = await open('/store', {
    fileSystem,
    segmentBytes: 8192,
    now: () => nowMs,
    garbageShare: null,
  });
  for (let i = 0; i < keys; i++) await store.set(`key ${i}`, 'v'.repeat(20), { expireAt: nowMs + 1000 + i });
  for (let i = 0; i < keys; i += 3) await store.set(`key ${i}`, 'w'.repeat(20));
  await store.close();
  return fileSystem;
}

describe.each(indexKinds)('a read that fails, $index', ({ indexOptions }) => {
  it.each(Object.keys(reading))('is told by %s as an error that says what to do', async (name) => {
    let failures = 0;
    for (let nth = 1; nth <= maxReads; nth++) {
      const faulty = new FaultyFileSystem(await disk());
      const store = await open('/store', {
        fileSystem: faulty,
        now: () => nowMs,
        garbageShare: null,
        ...indexOptions,
      });
      faulty.arm({ kind: 'read', nth: faulty.count('read') + nth, errno: 'EIO', duration: 'stays' });
      const error = await (reading[name] as (store: Store) => Promise<unknown>)(store).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      const { failures: failed } = faulty;
      faulty.heal();
      await store.close();
      if (failed === 0) break;
      failures++;
      expect(error === null || error instanceof WalscopeError, `${nth}: ${error}`).toBe(true);
      if (error !== null)
        expect(['IO', 'CORRUPT'], `${nth}: ${error}`).toContain((error as WalscopeError).code);
    }
    if (!inMemory.has(name)) expect(failures).toBeGreaterThan(0);
  });
});
