import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { Segment } from '../segments/segment.ts';
import { BlockCache } from './block-cache.ts';
import { blockBytes } from './block-slots.ts';

const path = '/segment';
const fileBytes = 10 * blockBytes + 1234;

const byteAt = (seed: number, offset: number): number => (offset * 31 + (offset >>> 8) + seed * 97) & 0xff;

/** A segment of which the cache needs to know no more than its number, its end and its file. */
async function segmentOf(
  number: number,
  end = fileBytes,
): Promise<{ disk: MemoryFileSystem; segment: Segment }> {
  const disk = new MemoryFileSystem();
  const handle = await disk.open(path, 'create');
  await handle.write(
    Uint8Array.from({ length: fileBytes }, (_, i) => byteAt(number, i)),
    0,
  );
  const header = {
    storeId: new Uint8Array(16),
    number,
    compacted: false,
    damageAccepted: false,
    patches: false,
    previous: { number: 0, offset: 0, chain: 0 },
    firstSeq: 1,
    lastSeq: 0,
    createdMs: 0,
    salt: { marker: 1, seed: 2 },
  };
  return { disk, segment: new Segment(header, handle, { end, frames: 0, records: 0, closed: null }) };
}

const expected = (number: number, offset: number, length: number): number[] =>
  Array.from({ length: Math.min(length, fileBytes - offset) }, (_, i) => byteAt(number, offset + i));

async function overwrite(disk: MemoryFileSystem): Promise<void> {
  const handle = await disk.open(path, 'write');
  await handle.write(new Uint8Array(fileBytes), 0);
  await handle.close();
}

describe('a cache of blocks', () => {
  test('gives the bytes of the file, whatever is read, however small it is', async () => {
    const segments = [await segmentOf(1), await segmentOf(7)].map(({ segment }) => segment);
    const read = fc.record({
      which: fc.nat({ max: 1 }),
      offset: fc.nat({ max: fileBytes - 1 }),
      length: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: blockBytes })),
      waits: fc.boolean(),
    });
    const blocks = fc.integer({ min: 0, max: 12 });
    await fc.assert(
      fc.asyncProperty(blocks, fc.array(read, { maxLength: 60 }), async (limit, reads) => {
        const cache = new BlockCache(limit * blockBytes);
        for (const { which, offset, length, waits } of reads) {
          const segment = segments[which] as Segment;
          const target = new Uint8Array(length);
          const count = waits
            ? await cache.read(segment, target, offset)
            : cache.readSync(segment, target, offset);
          expect([...target.subarray(0, count)]).toEqual(expected(segment.number, offset, length));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('asks the file once for each block, and again after the segment is forgotten', async () => {
    const { disk, segment } = await segmentOf(3);
    const cache = new BlockCache(fileBytes);
    const target = new Uint8Array(100);
    cache.readSync(segment, target, 500);
    await overwrite(disk);
    expect(cache.readSync(segment, target, 700)).toBe(100);
    expect([...target]).toEqual(expected(3, 700, 100));
    cache.forget(segment);
    cache.readSync(segment, target, 700);
    expect(target.every((byte) => byte === 0)).toBe(true);
  });

  test('keeps nothing of a block that is still being written', async () => {
    const { disk, segment } = await segmentOf(3, blockBytes + 100);
    const cache = new BlockCache(fileBytes);
    const target = new Uint8Array(50);
    cache.readSync(segment, target, blockBytes + 10);
    await overwrite(disk);
    cache.readSync(segment, target, blockBytes + 10);
    expect(target.every((byte) => byte === 0)).toBe(true);
  });

  test('takes no memory before it is needed, and no more than its limit', async () => {
    const { segment } = await segmentOf(3);
    const cache = new BlockCache(4 * blockBytes);
    expect(cache.sizeBytes).toBe(0);
    const target = new Uint8Array(10);
    for (let round = 0; round < 50; round++) {
      for (let block = 0; block < 10; block++) cache.readSync(segment, target, block * blockBytes);
    }
    expect(cache.sizeBytes).toBeLessThanOrEqual(1024 * 1024);
  });
});
