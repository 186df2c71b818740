import { describe, expect, it } from 'vitest';
import type { Store } from '../api.ts';
import { checkpointFile } from '../format/file-names.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { checkpointFromBytes } from '../recovery/write-checkpoint.ts';
import { type Contents, contentsOf, sameContents } from './contents.ts';
import { type DiskImage, diskOf, imageOf, storeDirectory } from './disk-image.ts';
import { openOn } from './opened.ts';
import { powerLosses } from './power-losses.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { writtenAtMs } from './workload.ts';

const bigValue = 'v'.repeat(checkpointFromBytes / 2);

const openStore = (fileSystem: MemoryFileSystem | FaultyFileSystem): Promise<Store> =>
  open(storeDirectory, { fileSystem, garbageShare: null, now: () => writtenAtMs });

/** A store that has a checkpoint, and has been closed. */
async function closedStore(): Promise<DiskImage> {
  const disk = new MemoryFileSystem();
  const store = await openStore(disk);
  for (let i = 0; i < 3; i++) await store.set(`big ${i}`, bigValue);
  for (let i = 0; i < 20; i++) await store.set(`key ${i}`, `${i}`);
  await store.close();
  return imageOf(disk);
}

/** Opens it, writes so much that closing writes another checkpoint, and stops at the nth call of closing. */
async function stoppedAt(image: DiskImage, nth: number) {
  const disk = await diskOf(image);
  let closing = false;
  let calls = 0;
  const faulty: FaultyFileSystem = new FaultyFileSystem(disk, () => {
    if (closing && ++calls === nth) faulty.crash();
  });
  const store = await openStore(faulty);
  for (let i = 2; i < 5; i++) await store.set(`big ${i}`, `${i}${bigValue}`);
  await store.delete('key 3');
  await store.set('key 4', 'newer');
  const contents = await contentsOf(store);
  closing = true;
  await store.close().catch(() => undefined);
  return { disk, contents, calls };
}

async function foundOn(disk: MemoryFileSystem): Promise<{ code: string; contents: Contents }> {
  const store = await openOn(disk, { readOnly: true });
  try {
    return { code: store.recovery.verdict.code, contents: await contentsOf(store) };
  } finally {
    await store.close();
  }
}

describe('a power loss while a store is closed', () => {
  it('takes nothing acknowledged, whatever it leaves of the checkpoint', {
    timeout: hungAfterMs,
  }, async () => {
    const image = await closedStore();
    expect(image.has(checkpointFile)).toBe(true);
    const whole = await stoppedAt(image, Number.POSITIVE_INFINITY);
    let count = 0;
    for (let call = 1; call <= whole.calls + 1; call += long ? 1 : 2) {
      const { disk, contents } = await stoppedAt(image, call);
      for (const { name, keepUnsynced } of powerLosses(disk).filter(
        (_, i) => long || i % 4 === (call >> 1) % 4,
      )) {
        const found = await foundOn(disk.crash({ keepUnsynced }));
        const context = `call ${call} of ${whole.calls} (${name})`;
        expect(['clean', 'torn-tail'], context).toContain(found.code);
        expect(sameContents(found.contents, contents), context).toBe(true);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(whole.calls / 2);
    tried('crash states', count);
  });
});
