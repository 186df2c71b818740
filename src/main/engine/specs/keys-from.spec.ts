import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { indexKinds } from './index-kinds.ts';

it.each(indexKinds)(
  'walks all keys in pieces while others come and go ($index)',
  async ({ indexOptions }) => {
    const store = await open('/store', { fileSystem: new MemoryFileSystem(), ...indexOptions });
    const staying = Array.from({ length: 100 }, (_, i) => `stays:${i}`);
    await store.batch(staying.map((key) => ({ op: 'set', key, value: 'x' })));
    await store.set('expired', 'x', { expireAt: 1 });
    const seen = new Set<string>();
    let rounds = 0;
    for (let position: number | null = 0; position !== null; rounds++) {
      const page = store.keysFrom(position, 7);
      for (const key of page.keys) seen.add(Buffer.from(key).toString());
      position = page.next;
      await store.set(`comes:${rounds % 3}`, 'x');
      await store.delete(`comes:${(rounds + 1) % 3}`);
      await store.set(`stays:${rounds}`, 'changed');
    }
    expect(rounds).toBeGreaterThan(10);
    expect(staying.filter((key) => !seen.has(key))).toEqual([]);
    expect(seen.has('expired')).toBe(false);
    await store.close();
  },
);
