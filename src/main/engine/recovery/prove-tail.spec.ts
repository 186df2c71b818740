import { describe, expect, it } from 'vitest';
import type { Store } from '../api.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { contentsOf } from '../specs/contents.ts';
import { failedFsyncs } from '../specs/failed-fsyncs.ts';

const options = { garbageShare: null, now: () => 1000 };
const directory = '/store';

/** A store whose last fsync failed, closed; the system still shows what was written, and will never write it. */
async function afterFailedFsync(value: string, fsync: 'always' | 'no'): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem();
  const faulty = new FaultyFileSystem(disk);
  const store = await open(directory, { ...options, fileSystem: faulty });
  await store.set('before', '1');
  await store.setPolicy(fsync);
  faulty.arm({ kind: 'sync', nth: faulty.count('sync') + 1, errno: 'EIO', duration: 'once' });
  const failed = store.set('shown', value).then(() => store.sync());
  await expect(failed).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
  disk.dropUnsynced();
  await store.close().catch(() => undefined);
  return disk;
}

describe('a start after a failed fsync, without a reboot', () => {
  it.each([
    ['one frame', 'always', 'x'],
    ['several pieces', 'no', 'x'.repeat(2_500_000)],
  ] as const)('brings to the disk what it goes on from: %s', async (_, fsync, value) => {
    const disk = await afterFailedFsync(value, fsync);
    const restarted = await open(directory, { ...options, fileSystem: disk });
    await restarted.set('after', '2');
    const promised = await contentsOf(restarted);
    expect(promised.has('shown')).toBe(true);
    const lost = disk.crash({ keepUnsynced: 'none' });
    const again = await open(directory, { ...options, fileSystem: lost });
    expect(again.recovery.verdict).toMatchObject({ code: 'clean' });
    expect(await contentsOf(again)).toEqual(promised);
    await again.close();
    await restarted.close();
  });

  it('brings the seal of a segment to the disk that it goes on behind', async () => {
    let failures = 0;
    const small = { ...options, segmentBytes: 1024 };
    const work = async (store: Store) => {
      for (let key = 0; key < 3; key++) await store.set(`key ${key}`, 'x'.repeat(700));
    };
    for await (const { nth, disk } of failedFsyncs(directory, small, 'sync', { work })) {
      failures++;
      const restarted = await open(directory, { ...small, fileSystem: disk });
      await restarted.set('after', '2');
      const promised = await contentsOf(restarted);
      const lost = disk.crash({ keepUnsynced: 'none' });
      const again = await open(directory, { ...small, fileSystem: lost });
      expect([nth, again.recovery.verdict.code]).toEqual([nth, 'clean']);
      expect(await contentsOf(again)).toEqual(promised);
      await again.close();
      await restarted.close();
    }
    // Each of the three frames, two seals, two new segments and their manifests.
    expect(failures).toBeGreaterThanOrEqual(7);
  });
});
