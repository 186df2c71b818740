import { beforeAll, describe, expect, it } from 'vitest';
import { hintSuffix, numberInName } from '../format/file-names.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { hintFromBytes } from '../recovery/recover.ts';
import { type Contents, contentsOf } from './contents.ts';
import { type DiskImage, diskOf, imageOf, storeDirectory, withFile, withFlippedBit } from './disk-image.ts';
import { opened, openOn } from './opened.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { openedAtMs, writtenAtMs } from './workload.ts';

let image: DiskImage;
let contents: Contents;
let hintName: string;

/** One sealed segment that is large enough to be opened from its hint, and a few records behind it. */
beforeAll(async () => {
  const disk = new MemoryFileSystem();
  const store = await open(storeDirectory, { fileSystem: disk, garbageShare: null, now: () => writtenAtMs });
  const valueBytes = Math.ceil(hintFromBytes / 8);
  for (let key = 0; key < 9; key++) await store.set(`key ${key}`, `${key}`.repeat(valueBytes));
  await store.set('expires', 'later', { expireAt: openedAtMs + 1 });
  await store.delete('key 4');
  await store.snapshot();
  await store.set('key 5', 'newer');
  await store.delete('key 6');
  contents = await contentsOf(store);
  // A store that is closed keeps its whole index instead.
  image = await imageOf(disk.crash({ keepUnsynced: 'all' }));
  await store.close();
  hintName = [...image.keys()].find((name) => numberInName(name, hintSuffix) !== null)!;
});

describe('a hint', () => {
  it('is what a large sealed segment is opened from', async () => {
    const disk = await diskOf(image);
    const segment = hintName.replace(hintSuffix, '.wlog');
    expect(image.get(segment)!.length).toBeGreaterThan(hintFromBytes);
    const early = image.get(segment)!.length >> 2;
    const rotten = await diskOf(withFlippedBit(image, segment, early, 0));
    expect(await opened(disk, contents.keys())).toMatchObject({ verdict: { code: 'clean' }, contents });
    const found = await opened(rotten, contents.keys(), { readOnly: true });
    expect(found, 'the record with the flipped bit is refused when it is read').toMatchObject({
      verdict: { code: 'clean' },
      unreadable: [expect.stringMatching(/^key \d$/)],
    });
  });

  it('can be deleted, cut or replaced by anything', async () => {
    const hint = image.get(hintName)!;
    const lengths = Array.from({ length: hint.length }, (_, length) => length);
    const cuts = lengths.filter((length) => long || length % 9 === 0).map((length) => hint.slice(0, length));
    const others = [new Uint8Array(0), new Uint8Array(hint.length), new Uint8Array(1000).fill(0xff)];
    for (const content of [...cuts, ...others]) await expectUnharmed(withFile(image, hintName, content));
    const without = new Map(image);
    without.delete(hintName);
    await expectUnharmed(without);
    tried('truncations', cuts.length);
  });

  it('changes nothing when one of its bits is flipped', { timeout: hungAfterMs }, async () => {
    const length = image.get(hintName)!.length;
    let count = 0;
    for (let position = 0; position < 8 * length; position += long ? 1 : 13) {
      await expectUnharmed(withFlippedBit(image, hintName, position >> 3, position & 7));
      count += 1;
    }
    tried('flips', count);
  });
});

async function expectUnharmed(harmed: DiskImage): Promise<void> {
  const store = await openOn(await diskOf(harmed), { readOnly: true });
  expect(store.recovery.verdict.code).toBe('clean');
  expect(store.recovery.keys).toBe(contents.size);
  for (const [key, value] of contents) {
    const read = await store.get(key);
    expect(read !== null && Buffer.compare(read, Buffer.from(value)) === 0, key).toBe(true);
  }
  await store.close();
}
