import { expect, it } from 'vitest';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { follow } from './follow.ts';

it('waits where a segment is sealed and the next could not be begun', async () => {
  const faulty = new FaultyFileSystem(new MemoryFileSystem(), ({ kind, numberOfKind }) => {
    if (kind === 'readFile' && numberOfKind > 50) throw new Error('the manifest is read over and over');
  });
  const store = await open('/store', { fileSystem: faulty, garbageShare: null, segmentBytes: 1024 });
  const nth = faulty.count('syncDirectory') + 1;
  faulty.arm({ kind: 'syncDirectory', nth, errno: 'EIO', duration: 'stays' });
  let written = 0;
  const fill = async (): Promise<void> => {
    for (; ; written++) await store.set(`key ${written}`, 'value');
  };
  await expect(fill()).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
  const ending = new AbortController();
  let waits = 0;
  const log = {
    fileSystem: faulty,
    directory: '/store',
    limit: () => written,
    changed: async () => {
      if (++waits === 3) ending.abort();
    },
    state: () => Promise.reject(new Error('all changes are still there')),
    signal: ending.signal,
  };
  const told: number[] = [];
  for await (const { seq } of follow(log, 1)) told.push(seq);
  expect(told).toEqual(Array.from({ length: written }, (_, at) => at + 1));
  expect(waits).toBe(3);
  await expect(store.close()).resolves.toBeUndefined();
});
