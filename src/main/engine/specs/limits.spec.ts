import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxBatchBytes, maxKeyBytes, maxSegmentBytes, maxValueBytes } from '../../../shared/limits.ts';
import type { OpenOptions, Store } from '../api.ts';
import type { WritePosition } from '../commit/begin-segment.ts';
import { LogWriter, type LogWriterParts } from '../commit/log-writer.ts';
import { maxManifestSegments } from '../format/manifest.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { contentsOf } from './contents.ts';
import { hungAfterMs, long } from './tried.ts';

const tooLarge = expect.objectContaining({ code: 'TOO_LARGE' });
const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
let disk: MemoryFileSystem;
let opened: Store[];

beforeEach(() => {
  disk = new MemoryFileSystem();
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
});

async function openStore(options: OpenOptions = {}): Promise<Store> {
  const store = await open('/store', { fileSystem: disk, garbageShare: null, ...options });
  opened.push(store);
  return store;
}

/** Zeros that nobody has touched: they take no memory until someone copies them. */
const untouched = (bytes: number): Uint8Array => new Uint8Array(bytes);

describe('a key', () => {
  it('has up to 64 KiB, through a snapshot and a restart', async () => {
    const longest = 'k'.repeat(maxKeyBytes);
    let store = await openStore();
    await store.set(longest, 'value');
    await store.snapshot();
    await store.close();
    store = await openStore();
    expect(await store.get(longest)).toEqual(Uint8Array.from(Buffer.from('value')));
    expect((await store.verify()).code).toBe('clean');
  });

  it('is refused above, wherever it is named, and nothing is written', async () => {
    const store = await openStore();
    const key = 'k'.repeat(maxKeyBytes + 1);
    await expect(store.set(key, '')).rejects.toEqual(tooLarge);
    await expect(store.get(key)).rejects.toEqual(tooLarge);
    await expect(store.delete(key)).rejects.toEqual(tooLarge);
    await expect(store.batch([{ op: 'set', key, value: '' }])).rejects.toEqual(tooLarge);
    expect(() => store.getSync(key)).toThrow(tooLarge);
    // A character may take more than one byte.
    await expect(store.set('é'.repeat(maxKeyBytes / 2 + 1), '')).rejects.toEqual(tooLarge);
    expect(store.durability().acknowledgedSeq).toBe(0);
  });
});

describe('a value', () => {
  it('is refused above 512 MiB before it is copied', async () => {
    const store = await openStore();
    const value = untouched(maxValueBytes + 1);
    await expect(store.set('key', value)).rejects.toEqual(tooLarge);
    await expect(store.batch([{ op: 'set', key: 'key', value }])).rejects.toEqual(tooLarge);
    await store.set('key', 'small');
    expect(store.durability().acknowledgedSeq).toBe(1);
  });
});

describe('a batch', () => {
  const value = untouched(maxValueBytes);
  const set = (key: string) => ({ op: 'set', key, value }) as const;

  it('is refused above 1 GiB before any of it is copied', async () => {
    const store = await openStore();
    const before = process.memoryUsage().rss;
    await expect(store.batch([set('a'), set('b')])).rejects.toEqual(tooLarge);
    await expect(store.batch(Array.from({ length: 100 }, (_, i) => set(`${i}`)))).rejects.toEqual(tooLarge);
    expect(process.memoryUsage().rss - before).toBeLessThan(maxValueBytes / 4);
    expect(store.durability().acknowledgedSeq).toBe(0);
  });

  it('may be larger than a segment: it gets one of its own', async () => {
    let store = await openStore({ segmentBytes: 512 });
    await store.set('before', '1');
    await store.batch(
      Array.from({ length: 50 }, (_, i) => ({ op: 'set', key: `k${i}`, value: 'x'.repeat(50) })),
    );
    await store.set('after', '2');
    expect(store.stats().segments).toBe(3);
    const contents = await contentsOf(store);
    await store.close();
    store = await openStore({ segmentBytes: 512 });
    expect(await contentsOf(store)).toEqual(contents);
  });
});

describe('a segment', () => {
  it('may be told to grow to 2 GiB and no further', async () => {
    await (await openStore({ segmentBytes: maxSegmentBytes })).close();
    await expect(openStore({ segmentBytes: maxSegmentBytes + 1 })).rejects.toEqual(tooLarge);
    for (const segmentBytes of [0, -1, 255, Number.NaN]) {
      await expect(openStore({ segmentBytes })).rejects.toEqual(invalid);
    }
  });

  it('is the last when there are as many as a manifest may name', async () => {
    const segments = { length: maxManifestSegments };
    const position = { segment: { closed: {} } } as WritePosition;
    const parts = { manifest: { current: { segments } } } as unknown as LogWriterParts;
    await expect(new LogWriter(parts, position, 1).roll()).rejects.toEqual(tooLarge);
  });
});

describe('options', () => {
  it('are refused when they make no sense', async () => {
    await expect(openStore({ garbageShare: 2 })).rejects.toEqual(invalid);
    await expect(openStore({ minGarbageBytes: -1 })).rejects.toEqual(invalid);
    await expect(openStore({ savePoints: [{ seconds: 0, changes: 1 }] })).rejects.toEqual(invalid);
    await expect(openStore({ fsync: 'sometimes' as 'no' })).rejects.toEqual(invalid);
  });
});

describe('open files', () => {
  it('that cannot be opened any more stop writing until they can, and reading goes on', async () => {
    let nowMs = 1_000;
    const faulty = new FaultyFileSystem(disk);
    const store = await openStore({ fileSystem: faulty, segmentBytes: 512, now: () => nowMs });
    await store.set('a', 'x'.repeat(300));
    const nth = faulty.count('open') + 1;
    faulty.arm({ kind: 'open', nth, errno: 'EMFILE', duration: 'stays' });
    await expect(store.set('b', 'x'.repeat(300))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('ulimit -n'),
    });
    expect(await store.get('a')).not.toBeNull();
    await expect(store.set('c', '')).rejects.toEqual(tooLarge);
    faulty.heal();
    nowMs += 2_000;
    await store.set('d', 'again');
    expect([...(await contentsOf(store)).keys()]).toEqual(['a', 'd']);
  });
});

if (long) {
  describe('at full size', () => {
    let parent: string;

    beforeEach(async () => {
      parent = await mkdtemp(join(tmpdir(), 'walscope-limits-'));
      return () => rm(parent, { recursive: true });
    });

    it('a value of 512 MiB and a batch of 1 GiB are written and found again', {
      timeout: hungAfterMs,
    }, async () => {
      const directory = join(parent, 'store');
      const value = untouched(maxValueBytes).fill(7);
      let store = await open(directory, { fsync: 'no', garbageShare: null });
      await store.set('value', value);
      const half = value.subarray(0, maxBatchBytes / 2 - 1);
      await store.batch([
        { op: 'set', key: 'a', value: half },
        { op: 'set', key: 'b', value: half },
      ]);
      await store.snapshot();
      await store.close();
      store = await open(directory, { readOnly: true });
      expect(store.recovery.verdict.code).toBe('clean');
      for (const [key, expected] of [
        ['value', value],
        ['a', half],
        ['b', half],
      ] as const) {
        expect(Buffer.compare((await store.get(key)) as Uint8Array, expected), key).toBe(0);
      }
      await store.close();
    });
  });
}
