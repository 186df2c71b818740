import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { open } from '../open.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const keys = 20_000;
const key = (i: number): string => `${i}`.padEnd(4000, 'x');

function heldMiB(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers / 2 ** 20;
}

it('gives back the memory of keys that were deleted once their records are compacted', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'walscope-key-memory-'));
  const store = await open(directory, { fsync: 'no', garbageShare: null, cacheBytes: 0 });
  for (let i = 0; i < keys; i += 1000) {
    const changes = Array.from({ length: 1000 }, (_, k) => ({
      op: 'set' as const,
      key: key(i + k),
      value: 'v',
    }));
    await store.batch(changes);
  }
  const before = heldMiB();
  for (let i = 0; i < keys; i++) if (i % 16 !== 0) void store.delete(key(i));
  await store.sync();
  await store.compact();
  // What is collected is given back beside the program.
  await expect.poll(heldMiB, { timeout: 10_000 }).toBeLessThan(before - 40);
  for (let i = 0; i < keys; i += 16) expect(store.getSync(key(i))).not.toBeNull();
  await store.close();
  await rm(directory, { recursive: true });
});
