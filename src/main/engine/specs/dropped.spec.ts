import { expect, it } from 'vitest';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { textOf } from './contents.ts';
import { indexKinds } from './index-kinds.ts';

it.each(indexKinds)('names the keys that a compaction leaves out: $index', async ({ indexOptions }) => {
  let nowMs = 1000;
  const fileSystem = new MemoryFileSystem();
  const store = await open('/store', { fileSystem, now: () => nowMs, ...indexOptions });
  const dropped: string[] = [];
  store.listen({ onDropped: (key) => dropped.push(textOf(key)) });
  await store.set('stays', 'x');
  await store.set('goes', 'x', { expireAt: 2000 });
  await store.set('goes later', 'x', { expireAt: 9000 });
  // The store's own expiry has no time to find it.
  nowMs = 3000;
  await store.snapshot();
  expect(dropped).toEqual(['goes']);
  await store.snapshot();
  expect(dropped).toEqual(['goes']);
  await store.close();
});
