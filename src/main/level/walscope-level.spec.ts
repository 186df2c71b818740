import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryFileSystem } from '../engine/fs/memory-file-system.ts';
import { open } from '../engine/open.ts';
import { WalscopeLevel, type WalscopeLevelOptions } from './walscope-level.ts';

let fileSystem: MemoryFileSystem;
let nowMs: number;
let opened: WalscopeLevel[];

beforeEach(() => {
  fileSystem = new MemoryFileSystem();
  nowMs = 1_000;
  opened = [];
});

afterEach(async () => {
  for (const db of opened) await db.close();
});

function level(options: WalscopeLevelOptions<string, string> = {}): WalscopeLevel {
  const db = new WalscopeLevel('/db', { fileSystem, now: () => nowMs, ...options });
  opened.push(db);
  return db;
}

it('writes what the engine reads, and the other way round', async () => {
  const db = level();
  await db.put('a', '1');
  await db.batch([{ type: 'put', key: 'b', value: '2' }]);
  await db.sublevel('sub').put('c', '3');
  await db.close();
  const store = await open('/db', { fileSystem });
  const found: string[] = [];
  for await (const { key, value } of store.scan()) found.push(`${Buffer.from(key)}=${Buffer.from(value)}`);
  expect(found).toEqual(['!sub!c=3', 'a=1', 'b=2']);
  await store.set('d', '4');
  await store.close();
  await db.open();
  expect(await db.keys().all()).toEqual(['!sub!c', 'a', 'b', 'd']);
});

it('lets keys expire', async () => {
  const db = level();
  await db.put('a', '1', { ttl: 100 });
  await db.batch([
    { type: 'put', key: 'b', value: '2', expireAt: 1_500 },
    { type: 'put', key: 'c', value: '3' },
  ]);
  const snapshot = db.snapshot();
  nowMs += 200;
  expect(await db.values().all()).toEqual(['2', '3']);
  nowMs += 400;
  expect(await db.getMany(['a', 'b', 'c'])).toEqual([undefined, undefined, '3']);
  expect(await db.getMany(['a', 'b', 'c'], { snapshot })).toEqual(['1', '2', '3']);
});

it('proves a write whose caller asks for it under any policy', async () => {
  const db = level({ fsync: 'no' });
  await db.put('a', '1');
  expect(db.store?.durability().durableSeq).toBe(0);
  await db.put('b', '2', { sync: true });
  expect(db.store?.durability().durableSeq).toBe(2);
  await db.del('a', { sync: true });
  expect(db.store?.durability().durableSeq).toBe(3);
});

it('names errors as users of Level know them, with the error of the engine as the cause', async () => {
  await level().open();
  const second = await level()
    .open()
    .then(
      () => null,
      (error: { code: string; cause: unknown }) => error,
    );
  expect(second).toMatchObject({
    code: 'LEVEL_DATABASE_NOT_OPEN',
    cause: { code: 'LEVEL_LOCKED', cause: { code: 'LOCKED' } },
  });
  const reader = level({ readOnly: true });
  await expect(reader.put('a', '1')).rejects.toMatchObject({ code: 'LEVEL_READONLY' });
});

it('clears a range in more than one batch, and only what a snapshot has seen', async () => {
  const db = level({ fsync: 'no' });
  const keys = Array.from({ length: 2_500 }, (_, i) => `k${`${i}`.padStart(4, '0')}`);
  await db.batch(keys.map((key) => ({ type: 'put', key, value: '' })));
  const snapshot = db.snapshot();
  await db.put('k0000+', 'later');
  await db.clear({ lt: 'k2400', snapshot });
  expect(await db.keys({ limit: 2 }).all()).toEqual(['k0000+', 'k2400']);
});
