import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import type { OpenOptions, Store } from '../api.ts';
import { open } from '../open.ts';
import { contentsOf, textOf } from './contents.ts';
import { indexKinds } from './index-kinds.ts';
import { tried } from './tried.ts';

let parent: string;
let store: Store;
let given: OpenOptions = {};

const openHere = (options: OpenOptions = {}): Promise<Store> =>
  open(join(parent, 'store'), { segmentBytes: 20_000, garbageShare: null, ...given, ...options });

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'walscope-concurrent-'));
});
afterEach(async () => {
  await store.close();
  await rm(parent, { recursive: true });
});

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each(indexKinds)('$index', ({ indexOptions }) => {
  beforeEach(() => {
    given = indexOptions;
  });

  describe.each(fsyncPolicies)('many writers at once (fsync %s)', (fsync) => {
    it('get distinct sequence numbers, and the newest value of each key stays', async () => {
      store = await openHere({ fsync });
      const newest = new Map<string, { seq: number; value: string }>();
      const seqs = new Set<number>();
      const writers = 40;
      const rounds = 25;
      await Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let round = 0; round < rounds; round++) {
            const key = `key ${(writer * 7 + round) % 30}`;
            const value = `writer ${writer} round ${round}`;
            const { lastSeq } = await store.set(key, value);
            seqs.add(lastSeq);
            if (lastSeq > (newest.get(key)?.seq ?? 0)) newest.set(key, { seq: lastSeq, value });
          }
        }),
      );
      expect(seqs.size).toBe(writers * rounds);
      const expected = new Map([...newest].map(([key, { value }]) => [key, value]));
      expect(await contentsOf(store)).toEqual(expected);
      await store.close();
      store = await openHere();
      expect(store.recovery.verdict.code).toBe('clean');
      expect(await contentsOf(store)).toEqual(expected);
      tried('concurrent writes', writers * rounds);
    });
  });

  describe('a batch', () => {
    it('is seen whole or not at all by whoever reads meanwhile', async () => {
      store = await openHere({ fsync: 'no' });
      const transfer = (amount: number) =>
        store.batch([
          { op: 'set', key: 'a', value: String(100 - amount) },
          { op: 'set', key: 'b', value: String(100 + amount) },
        ]);
      await transfer(0);
      let running = true;
      const writing = (async () => {
        for (let amount = 1; amount <= 200; amount++) await transfer(amount);
        running = false;
      })();
      while (running) {
        const contents = await contentsOf(store);
        expect(Number(contents.get('a')) + Number(contents.get('b'))).toBe(200);
        await pause();
      }
      await writing;
    });
  });

  describe.each(['snapshot', 'compact'] as const)('%s', (maintenance) => {
    it('lets writes and reads go on, and keeps what they wrote', async () => {
      store = await openHere({ fsync: 'no' });
      const expected = new Map<string, string>();
      const set = async (key: string, value: string): Promise<void> => {
        await store.set(key, value);
        expected.set(key, value);
      };
      for (let index = 0; index < 2_000; index++)
        await set(`key ${index % 500}`, `first ${index}`.padEnd(60, '.'));
      let running = true;
      const maintained = store[maintenance]().finally(() => {
        running = false;
      });
      let during = 0;
      while (running && during < 5_000) {
        await set(`key ${during % 600}`, `during ${during}`);
        if (during % 3 === 0) {
          await store.delete(`key ${(during * 7) % 500}`);
          expected.delete(`key ${(during * 7) % 500}`);
        }
        const key = `key ${(during * 13) % 600}`;
        const value = await store.get(key);
        expect(value === null ? undefined : textOf(value)).toBe(expected.get(key));
        during += 1;
        await pause();
      }
      await maintained;
      expect(await contentsOf(store)).toEqual(expected);
      expect((await store.verify()).code).toBe('clean');
      await store.close();
      store = await openHere();
      expect(store.recovery.verdict.code).toBe('clean');
      expect(await contentsOf(store)).toEqual(expected);
    });

    it('can be cancelled, and nothing is different then', async () => {
      store = await openHere({ fsync: 'no' });
      for (let index = 0; index < 3_000; index++)
        await store.set(`key ${index % 400}`, `value ${index}`.padEnd(100, '.'));
      const before = await contentsOf(store);
      const controller = new AbortController();
      const cancelled = store[maintenance]({ signal: controller.signal });
      controller.abort();
      await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await contentsOf(store)).toEqual(before);
      await store.set('after', 'cancel');
      await store.close();
      store = await openHere();
      expect(store.recovery.verdict.code).toBe('clean');
      expect(await contentsOf(store)).toEqual(new Map([...before, ['after', 'cancel']]));
    });
  });

  describe('scans', () => {
    it('each yield the moment of their call, however many run at once', async () => {
      store = await openHere({ fsync: 'no' });
      const model = new Map<string, string>();
      const scans: Promise<void>[] = [];
      for (let round = 0; round < 300; round++) {
        const key = `key ${(round * 37) % 90}`;
        if (round % 4 === 3) {
          await store.delete(key);
          model.delete(key);
        } else {
          await store.set(key, `round ${round}`);
          model.set(key, `round ${round}`);
        }
        const expected = new Map(model);
        scans.push(contentsOf(store).then((found) => expect(found).toEqual(expected)));
        if (round % 100 === 50) await store.snapshot();
        if (round % 7 === 0) await pause();
      }
      await Promise.all(scans);
      tried('concurrent scans', scans.length);
    });
  });

  describe('a scan', () => {
    it('yields the moment of its call, whatever is written, compacted or deleted meanwhile', async () => {
      store = await openHere({ fsync: 'no' });
      const expected: [string, string][] = [];
      for (let index = 0; index < 300; index++) {
        const key = `key ${String(index).padStart(3, '0')}`;
        await store.set(key, `old ${index}`);
        expected.push([key, `old ${index}`]);
      }
      const found: [string, string][] = [];
      for await (const { key, value } of store.scan({ prefix: 'key ' })) {
        found.push([textOf(key), textOf(value)]);
        const index = found.length;
        if (index === 100) await store.snapshot();
        await store.set(`key ${String((index * 7) % 300).padStart(3, '0')}`, `new ${index}`);
        await store.set(`key ${String(index).padStart(3, '0')}x`, 'new key');
        await store.delete(`key ${String((index * 11) % 300).padStart(3, '0')}`);
      }
      expect(found).toEqual(expected);
    });
  });
});
