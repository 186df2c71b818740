import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { Entry, OpenOptions, ScanOptions, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { indexKinds } from '../specs/index-kinds.ts';
import { blockBytes } from './block-slots.ts';

const nowMs = 1_700_000_000_000;
const keyCount = 400;
/** Of values: short ones, those that a block holds few of, and one that another thread reads. */
const lengths = [0, 1, 100, 100, 100, 700, 3000, 20_000];
const longLength = 70_000;

interface Written {
  key: string;
  length: number;
  expireAt: number | null;
  type: 'list' | 'string';
}

/** In the order of keys, which is not that in which they are written. */
const all: Written[] = Array.from({ length: keyCount }, (_, i) => ({
  key: `k${String(i).padStart(4, '0')}`,
  length: i === 123 ? longLength : (lengths[i % lengths.length] as number),
  expireAt: i % 7 === 0 ? nowMs + 1000 : null,
  type: i % 5 === 0 || i === 123 ? 'list' : 'string',
}));

const bytesOf = ({ key, length }: Written): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => i * key.charCodeAt(i % key.length));

/** Every second key has an older record, too. */
async function write(store: Store): Promise<void> {
  const shuffled = all.map((_, i) => all[(i * 149) % keyCount] as Written);
  const older = shuffled.filter((_, i) => i % 2 === 0);
  for (const some of [older, shuffled]) {
    await Promise.all(some.map((one) => store.batch([{ op: 'set', ...one, value: bytesOf(one) }])));
  }
}

function expected({ limit, reverse, values }: ScanOptions, from: number, to: number): object[] {
  const range = all.slice(from, to);
  if (reverse) range.reverse();
  return range.slice(0, limit).map((one) => ({
    key: one.key,
    text: values === false ? '' : digest(bytesOf(one)),
    expireAt: one.expireAt,
    type: one.type,
  }));
}

const digest = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** As they were written, if all is well: a string has no type. */
async function found(scan: AsyncIterable<Entry>): Promise<object[]> {
  const entries: object[] = [];
  for await (const { key, value, expireAt, type = 'string' } of scan) {
    entries.push({ key: looseText(key), text: digest(value), expireAt, type });
  }
  return entries;
}

describe.each(indexKinds)('a scan, $index', ({ indexOptions }) => {
  let disk: MemoryFileSystem;
  const opened = (options: OpenOptions = {}): Promise<Store> =>
    open('/store', { fileSystem: disk, garbageShare: null, now: () => nowMs, ...indexOptions, ...options });

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    const store = await opened();
    await write(store);
    await store.close();
  });

  it.each([0, 2, 5, 1000])(
    'gives all of a range, whatever a cache of %i blocks has room for',
    async (blocks) => {
      const store = await opened({ cacheBytes: blocks * blockBytes });
      const scan = fc.record({
        from: fc.nat({ max: keyCount - 1 }),
        keys: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: keyCount })),
        options: fc.record(
          { reverse: fc.boolean(), values: fc.boolean(), limit: fc.nat({ max: keyCount }) },
          { requiredKeys: ['reverse'] },
        ),
      });
      await fc.assert(
        fc.asyncProperty(scan, async ({ from, keys, options }) => {
          const to = Math.min(from + keys, keyCount);
          const bounds = { gte: (all[from] as Written).key, lte: (all[to - 1] as Written).key };
          expect(await found(store.scan({ ...options, ...bounds }))).toEqual(expected(options, from, to));
        }),
        { numRuns: 40 },
      );
      await store.close();
    },
  );

  it('lets each entry go its own way', async () => {
    const store = await opened();
    const entries: Entry[] = [];
    for await (const entry of store.scan()) entries.push(entry);
    for (const { key, value } of entries.filter((_, i) => i % 2 === 0)) {
      key.fill(0);
      value.fill(0);
    }
    const untouched = entries
      .filter((_, i) => i % 2 === 1)
      .map(({ key, value }) => [looseText(key), digest(value)]);
    expect(untouched).toEqual(
      all.filter((_, i) => i % 2 === 1).map((one) => [one.key, digest(bytesOf(one))]),
    );
    expect(await found(store.scan())).toEqual(expected({}, 0, keyCount));
    await store.close();
  });
});
