import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { Entry, ScanOptions, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { hungAfterMs, long, tried } from '../specs/tried.ts';

const hashes = vi.hoisted(() => ({ areWeak: false }));

/** Nearly all keys share their hash with others where it is weak. */
vi.mock('../index/key-hash.ts', async (original) => {
  const { copyHashing, keyHash } = await original<typeof import('../index/key-hash.ts')>();
  const weak = (last: number, length: number): number => (length % 3 === 0 ? 0 : -1 - (last & 1));
  return {
    keyHash: (...key: Parameters<typeof keyHash>) => {
      const [data, start, length] = key;
      return hashes.areWeak ? weak(data[start + length - 1] ?? 0, length) : keyHash(...key);
    },
    copyHashing: (...key: Parameters<typeof copyHashing>) => {
      const hash = copyHashing(...key);
      const [source, start, length] = key;
      if (!hashes.areWeak) return hash;
      return weak(length === 0 ? 0 : source.getUint8(start + length - 1), length);
    },
  };
});

let nowMs = 0;

/** The same store twice, but for where its keys are. */
class Twins {
  readonly #disks = [new MemoryFileSystem(), new MemoryFileSystem()];
  stores: Store[] = [];

  async open(): Promise<void> {
    this.stores = await Promise.all(
      this.#disks.map((fileSystem, i) =>
        open('/store', {
          fileSystem,
          keysInMemory: i === 0,
          segmentBytes: 3000,
          garbageShare: null,
          now: () => nowMs,
        }),
      ),
    );
  }

  async close(): Promise<void> {
    for (const store of this.stores) await store.close();
  }

  /** Has both do the same, and expects the same of both. */
  async both<T>(does: (store: Store) => Promise<T>): Promise<void> {
    const [kept, read] = await Promise.all(this.stores.map((store) => does(store).catch(codeOf)));
    expect(read).toEqual(kept);
  }
}

const codeOf = (error: unknown): unknown => ({ code: (error as { code?: unknown }).code ?? error });

async function scanned(store: Pick<Store, 'scan'>, options: ScanOptions): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.scan(options)) entries.push(entry);
  return entries;
}

async function orderedKeys(store: Store): Promise<unknown> {
  const view = await store.orderedView();
  const keys = [...view.ids].map((id) => [looseText(view.key(id)), view.location(id)?.seq]);
  view.release();
  return keys;
}

function walkedKeys(store: Store): string[] {
  const keys: string[] = [];
  for (let position: number | null = 0; position !== null; ) {
    const page = store.keysFrom(position, 50);
    keys.push(...page.keys.map(looseText));
    position = page.next;
  }
  return keys.sort();
}

type Step = (twins: Twins) => Promise<void>;

const anyKey = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'k\u00ff'),
  fc.integer({ min: 0, max: 40 }).map((i) => `key ${i}`),
  fc.integer({ min: 0, max: 3 }).map((i) => 'long'.repeat(700) + i),
);
const anyValue = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((length) => 'v'.repeat(length)),
  fc.constant('large'.repeat(2000)),
);
const anyDeadline = fc.option(fc.integer({ min: -50, max: 200 }), { nil: null });
const anyRange: fc.Arbitrary<ScanOptions> = fc.record(
  {
    gt: anyKey,
    gte: anyKey,
    lt: anyKey,
    lte: anyKey,
    prefix: fc.constantFrom('', 'k', 'key 1', 'a', 'long'),
    reverse: fc.boolean(),
    limit: fc.integer({ min: 0, max: 20 }),
    values: fc.boolean(),
  },
  { requiredKeys: [] },
);

const changeOf = (
  key: string,
  value: string | null,
  ms: number | null,
): Parameters<Store['batch']>[0][number] =>
  value === null
    ? { op: 'delete', key }
    : { op: 'set', key, value, ...(ms === null ? {} : { expireAt: Math.max(nowMs + ms, 0) }) };

const anyChange = fc.tuple(anyKey, fc.option(anyValue, { nil: null, freq: 4 }), anyDeadline);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.array(anyChange, { minLength: 1, maxLength: 30 }).map(
      (given): Step =>
        (twins) => {
          const changes = given.map(([key, value, ms]) => changeOf(key, value, ms));
          return twins.both((store) => store.batch(changes));
        },
    ),
  },
  {
    weight: 3,
    arbitrary: anyKey.map(
      (key): Step =>
        (twins) =>
          twins.both((store) => store.delete(key)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(anyKey, fc.option(fc.integer({ min: 1, max: 30 }), { nil: null })).map(
      ([key, ifSeq]): Step =>
        (twins) =>
          twins.both((store) => store.batch([{ op: 'set', key, value: 'conditional', ifSeq }])),
    ),
  },
  {
    weight: 6,
    arbitrary: anyRange.map(
      (range): Step =>
        (twins) =>
          twins.both((store) => scanned(store, range)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 100 }).map(
      (ms): Step =>
        async () => {
          nowMs += ms;
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>(
      async (twins) => {
        const merged = Promise.all(twins.stores.map((store) => store.snapshot()));
        await twins.both((store) => store.set('meanwhile', 'x'));
        await merged;
        await twins.both(orderedKeys);
        // Whether the write is in the snapshot depends on the moment, and so what a compaction finds later, and whether it
        // has let go of an expired key by the time of its delete. After another snapshot both hold the same.
        await twins.both(async (store) => void (await store.snapshot()));
      },
      (twins) => twins.both(async (store) => void (await store.compact())),
      async (twins) => {
        await twins.close();
        await twins.open();
      },
    ),
  },
);

async function expectSame(twins: Twins, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await twins.both((store) => store.entry(key));
    await twins.both(async (store) => store.getSync(key));
    await twins.both(async (store) => store.locate(key)?.valueLength);
  }
  await twins.both(orderedKeys);
  await twins.both(async (store) => walkedKeys(store));
  await twins.both(async (store) => store.durability().acknowledgedSeq);
  // What each has counted must be what is there.
  const countsOf = ({ keys, liveBytes }: ReturnType<Store['stats']>): unknown => ({ keys, liveBytes });
  const counted = twins.stores.map((store) => countsOf(store.stats()));
  await twins.close();
  await twins.open();
  expect(twins.stores.map((store) => countsOf(store.stats()))).toEqual(counted);
}

// Keys that have expired are deleted by the clock on the wall: it would have to strike for both at once.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return () => void vi.useRealTimers();
});

describe.each([
  { name: 'hashes as they are', areWeak: false },
  { name: 'hashes that most keys share', areWeak: true },
])('a store whose keys stay in the log ($name)', ({ areWeak }) => {
  it('answers as the same store with its keys in memory', { timeout: hungAfterMs }, async () => {
    hashes.areWeak = areWeak;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.uniqueArray(anyKey, { maxLength: 20 }),
        async (steps, keys) => {
          nowMs = 1_700_000_000_000;
          const twins = new Twins();
          await twins.open();
          const views = twins.stores.map((store) => store.view());
          try {
            for (const step of steps) await step(twins);
            await expectSame(twins, keys);
            for (const view of views) expect(await scanned(view, {})).toEqual([]);
          } finally {
            for (const view of views) view.release();
            await twins.close();
          }
          count += steps.length;
        },
      ),
      { numRuns: long ? 2000 : 60 },
    );
    tried('steps of twins', count);
  });
});
