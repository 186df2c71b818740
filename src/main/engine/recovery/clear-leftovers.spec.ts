import { expect, it } from 'vitest';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { contentsOf } from '../specs/contents.ts';
import { powerLosses } from '../specs/power-losses.ts';

const options = { garbageShare: null, segmentBytes: 1024, now: () => 1000 };
const directory = '/store';

it.each(['sync', 'syncDirectory'] as const)(
  'what a compaction has replaced is there until the manifest without it is proven, after a %s that failed',
  async (kind) => {
    let failures = 0;
    for (let nth = 1; ; nth++) {
      const disk = new MemoryFileSystem();
      const faulty = new FaultyFileSystem(disk);
      const store = await open(directory, { ...options, fileSystem: faulty });
      for (let key = 0; key < 6; key++) await store.set(`key ${key % 2}`, `${'x'.repeat(700)} ${key}`);
      const promised = await contentsOf(store);
      faulty.arm({ kind, nth: faulty.count(kind) + nth, errno: 'EIO', duration: 'once' });
      const outcome = await store.compact().then(
        () => 'compacted',
        () => 'failed',
      );
      // The system still shows what it will never write.
      disk.dropUnsynced();
      await store.close().catch(() => undefined);
      if (outcome === 'compacted') break;
      failures++;
      const restarted = await open(directory, { ...options, fileSystem: disk });
      expect(await contentsOf(restarted)).toEqual(promised);
      for (const { name, keepUnsynced } of powerLosses(disk)) {
        const again = await open(directory, { ...options, fileSystem: disk.crash({ keepUnsynced }) });
        expect({
          nth,
          name,
          damage: again.recovery.verdict.damage,
          contents: await contentsOf(again),
        }).toEqual({
          nth,
          name,
          // A write that was cut short is one.
          damage: expect.stringMatching(/^(?:none|torn-tail)$/),
          contents: promised,
        });
        await again.close();
      }
      await restarted.close();
    }
    expect(failures).toBeGreaterThanOrEqual(kind === 'sync' ? 2 : 3);
  },
);
