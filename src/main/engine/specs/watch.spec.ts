import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenOptions, Store, WatchEvent } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { contentsOf, textOf } from './contents.ts';
import { FollowedCopy } from './followed-copy.ts';
import { hungAfterMs, long } from './tried.ts';

const segmentBytes = 1024;
let fileSystem: MemoryFileSystem;
let opened: Store[];

beforeEach(() => {
  fileSystem = new MemoryFileSystem();
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
});

async function openStore(options: OpenOptions = {}): Promise<Store> {
  const store = await open('/store', { fileSystem, garbageShare: null, segmentBytes, ...options });
  opened.push(store);
  return store;
}

async function take(events: AsyncIterator<WatchEvent>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    if (done) break;
    taken.push(said(value));
  }
  return taken;
}

function said(event: WatchEvent): string {
  if (event.op === 'set') return `${event.seq} ${textOf(event.key)}=${textOf(event.value)}`;
  return event.op === 'delete' ? `${event.seq} -${textOf(event.key)}` : `${event.op} ${event.seq}`;
}

it('tells what is written from the moment of the call on, in order', async () => {
  const store = await openStore();
  await store.set('a', 'before');
  const events = store.watch();
  await store.set('a', 'after', { expireAt: 2 ** 41 });
  await store.batch([
    { op: 'delete', key: 'a' },
    { op: 'set', key: 'b', value: '' },
  ]);
  const first = await events.next();
  expect(first.value).toMatchObject({ op: 'set', seq: 2, expireAt: 2 ** 41 });
  expect(await take(events, 2)).toEqual(['3 -a', '4 b=']);
  const next = events.next();
  await store.set('c', 'later');
  expect(said((await next).value)).toBe('5 c=later');
  await events.return?.();
});

it('tells what a value stands for, and which changes belong together', async () => {
  const store = await openStore();
  const events = store.watch();
  await store.batch([
    { op: 'set', key: 'a', value: '{"value":[]}', type: 'list' },
    { op: 'delete', key: 'b' },
  ]);
  await store.set('c', 'text');
  expect((await events.next()).value).toMatchObject({ op: 'set', seq: 1, frameSeq: 2, type: 'list' });
  expect((await events.next()).value).toMatchObject({ op: 'delete', seq: 2, frameSeq: 2 });
  const { value: single } = await events.next();
  expect(single).toMatchObject({ op: 'set', seq: 3, frameSeq: 3 });
  expect(single).not.toHaveProperty('type');
  await events.return?.();
  await store.snapshot();
  const whole = store.watch({ from: 1 });
  await whole.next();
  expect((await whole.next()).value).toMatchObject({ op: 'set', seq: 1, frameSeq: 1, type: 'list' });
  await whole.return?.();
});

it('tells the history from a sequence number on, across segments', async () => {
  const store = await openStore();
  for (let i = 1; i <= 60; i++) await store.set(`k${i}`, 'v'.repeat(50));
  expect(store.stats().segments).toBeGreaterThan(2);
  const events = store.watch({ from: 20 });
  const told = await take(events, 41);
  expect(told.map((event) => Number.parseInt(event, 10))).toEqual(
    Array.from({ length: 41 }, (_, i) => 20 + i),
  );
  await events.return?.();
});

it('gives the whole state where a compaction has merged the changes that were asked for', async () => {
  const store = await openStore();
  for (let i = 1; i <= 5; i++) await store.set('a', `${i}`);
  await store.set('b', 'gone');
  await store.delete('b');
  await store.snapshot();
  await store.set('c', 'after');
  const events = store.watch({ from: 2 });
  expect(await take(events, 4)).toEqual(['resync 8', '5 a=5', '8 c=after', 'resynced 8']);
  await store.set('d', 'more');
  expect(await take(events, 1)).toEqual(['9 d=more']);
  await events.return?.();
});

it('goes on without a gap when a compaction merges what it has told already', async () => {
  const store = await openStore();
  const events = store.watch();
  await store.set('a', '1');
  expect(await take(events, 1)).toEqual(['1 a=1']);
  await store.snapshot();
  await store.set('a', '2');
  expect(await take(events, 1)).toEqual(['2 a=2']);
  await events.return?.();
});

it('tells a reader what another opener writes, and what a restart of it writes', async () => {
  const writer = await openStore();
  await writer.set('a', '1');
  const reader = await openStore({ readOnly: true });
  const events = reader.watch();
  await writer.set('a', '2');
  expect(await take(events, 1)).toEqual(['2 a=2']);
  expect(textOf((await reader.get('a')) as Uint8Array)).toBe('1');
  await writer.close();
  const restarted = await openStore();
  await restarted.set('b', '3');
  await restarted.snapshot();
  await restarted.set('c', '4');
  expect(await take(events, 2)).toEqual(['3 b=3', '4 c=4']);
  await events.return?.();
});

it('ends when it is aborted and when the store is closed, and not by itself', async () => {
  const store = await openStore();
  const abort = new AbortController();
  const first = store.watch({ signal: abort.signal });
  const second = store.watch();
  const firstEnd = first.next();
  const secondEnd = second.next();
  abort.abort();
  expect((await firstEnd).done).toBe(true);
  await store.close();
  expect((await secondEnd).done).toBe(true);
  expect(() => store.watch()).toThrow(expect.objectContaining({ code: 'CLOSED' }));
});

it('refuses to begin at what is no sequence number', async () => {
  const store = await openStore();
  for (const from of [0, -1, 1.5, Number.NaN]) {
    expect(() => store.watch({ from })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});

it('never tells of a write that is not acknowledged', async () => {
  const store = await openStore();
  const events = store.watch();
  const writes = Array.from({ length: 50 }, (_, i) => store.set(`k${i}`, 'v'));
  for (let i = 0; i < 50; i++) {
    const { value } = await events.next();
    expect(store.durability().acknowledgedSeq).toBeGreaterThanOrEqual(value?.seq ?? 0);
  }
  await Promise.all(writes);
  await events.return?.();
});

type Step =
  | { op: 'set' | 'delete'; key: number }
  | { op: 'batch'; keys: number[] }
  | { op: 'follow' | 'merge' };

const anyKey = fc.nat(8);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyKey.map((key): Step => ({ op: 'set', key })) },
  { weight: 2, arbitrary: anyKey.map((key): Step => ({ op: 'delete', key })) },
  {
    weight: 2,
    arbitrary: fc.array(anyKey, { minLength: 1, maxLength: 6 }).map((keys): Step => ({ op: 'batch', keys })),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ op: 'follow' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ op: 'merge' }) },
);

it('keeps a copy that is the store, here and in a reader, however far behind', {
  timeout: hungAfterMs,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async (steps) => {
      fileSystem = new MemoryFileSystem();
      const writer = await openStore({ fsync: 'no', segmentBytes: 512 });
      const reader = await openStore({ readOnly: true });
      const followers = [writer, reader].map((store) => ({
        copy: new FollowedCopy(),
        events: store.watch(),
      }));
      let lastSeq = 0;
      for (const step of steps) {
        if (step.op === 'follow') {
          for (const { copy, events } of followers) await copy.followTo(lastSeq, events);
        } else lastSeq = await write(writer, step, lastSeq);
      }
      const contents = await contentsOf(writer);
      for (const { copy, events } of followers) {
        await copy.followTo(lastSeq, events);
        expect(copy.contents).toEqual(contents);
        await events.return?.();
      }
      for (const store of opened.splice(0)) await store.close();
    }),
    { numRuns: long ? 500 : 40 },
  );
});

async function write(store: Store, step: Exclude<Step, { op: 'follow' }>, lastSeq: number): Promise<number> {
  if (step.op === 'set') return (await store.set(`k${step.key}`, `after ${lastSeq}`)).lastSeq;
  if (step.op === 'delete') {
    await store.delete(`k${step.key}`);
    return store.durability().acknowledgedSeq;
  }
  if (step.op === 'batch') {
    const changes = step.keys.map(
      (key) => ({ op: 'set', key: `k${key}`, value: `batch ${lastSeq}` }) as const,
    );
    return (await store.batch(changes)).lastSeq;
  }
  await store.compact();
  return lastSeq;
}
