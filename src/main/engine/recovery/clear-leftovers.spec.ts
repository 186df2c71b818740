import { expect, it } from 'vitest';
import type { Store } from '../api.ts';
import { open } from '../open.ts';
import { contentsOf } from '../specs/contents.ts';
import { failedFsyncs } from '../specs/failed-fsyncs.ts';
import { powerLosses } from '../specs/power-losses.ts';

const options = { garbageShare: null, segmentBytes: 1024, now: () => 1000 };
const directory = '/store';

it.each(['sync', 'syncDirectory'] as const)(
  'what a compaction has replaced is there until the manifest without it is proven, after a %s that failed',
  async (kind) => {
    let failures = 0;
    let promised: unknown;
    const before = async (store: Store) => {
      for (let key = 0; key < 6; key++) await store.set(`key ${key % 2}`, `${'x'.repeat(700)} ${key}`);
      promised = await contentsOf(store);
    };
    const work = (store: Store) => store.compact();
    for await (const { nth, disk } of failedFsyncs(directory, options, kind, { before, work })) {
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
