import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, FsyncPolicy, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { EditedValues } from '../store/edited-values.ts';

/** What programs without types pass. */
const any = (given: unknown) => given as never;
const invalid = expect.objectContaining({ name: 'WalscopeError', code: 'INVALID_ARGUMENT' });
const nowMs = 1_700_000_000_000;
let disk: MemoryFileSystem;
let store: Store;

beforeEach(async () => {
  disk = new MemoryFileSystem();
  store = await open('/store', { fileSystem: disk, now: () => nowMs });
});

afterEach(() => store.close());

/** Nothing of it was written. */
const untouched = () => expect(store.durability().acknowledgedSeq).toBe(0);

describe('a call that makes no sense is refused', () => {
  it.each([undefined, null, 5, {}, true, new ArrayBuffer(1)])('key or value %s', async (given) => {
    await expect(store.set(any(given), 'x')).rejects.toEqual(invalid);
    await expect(store.set('a', any(given))).rejects.toEqual(invalid);
    await expect(store.get(any(given))).rejects.toEqual(invalid);
    await expect(store.entry(any(given))).rejects.toEqual(invalid);
    await expect(store.delete(any(given))).rejects.toEqual(invalid);
    expect(() => store.getSync(any(given))).toThrow(invalid);
    expect(() => store.locate(any(given))).toThrow(invalid);
    expect(() => new EditedValues().list([{ key: any(given), value: 'x' }])).toThrow(invalid);
    expect(() => new EditedValues().list([{ key: 'a', value: any(given) }])).toThrow(invalid);
    untouched();
  });

  it.each([0, -1, Number.NaN, '1000', null, 1e300, Number.POSITIVE_INFINITY])('ttl %s', async (ttl) => {
    await expect(store.set('a', '1', { ttl: any(ttl) })).rejects.toEqual(invalid);
    await expect(store.batch([{ op: 'set', key: 'a', value: '1', ttl: any(ttl) }])).rejects.toEqual(invalid);
    untouched();
  });

  it.each([-1, Number.NaN, '1700000000000', 2 ** 48, new Date(nowMs)])('deadline %s', async (expireAt) => {
    await expect(store.set('a', '1', { expireAt: any(expireAt) })).rejects.toEqual(invalid);
    untouched();
  });

  const batches: readonly unknown[] = [
    undefined,
    null,
    'set',
    [null],
    [undefined],
    ['set'],
    [{ op: 'put', key: 'a', value: '1' }],
    [{ op: 'del', key: 'a' }],
    // As of abstract-level: its `type` would be taken for that of a value.
    [{ type: 'put', key: 'a', value: '1' }],
    [{ op: 'set', type: 'tree', key: 'a', value: '1' }],
    [{ op: 'set', key: 'a' }],
    [{ op: 'delete' }],
  ];
  it.each(batches.map((changes) => ({ changes })))('batch $changes', async ({ changes }) => {
    await expect(store.batch(changes as Change[])).rejects.toEqual(invalid);
    untouched();
  });

  it('a policy or settings that open would refuse', async () => {
    await expect(store.setPolicy('sometimes' as FsyncPolicy)).rejects.toEqual(invalid);
    expect(() => store.configure({ garbageShare: 5 })).toThrow(invalid);
    expect(() => store.configure({ savePoints: [{ seconds: -1, changes: 1 }] })).toThrow(invalid);
    expect(store.durability().policy).toBe('always');
    expect(store.maintenanceSettings().savePoints).toEqual([]);
  });

  it('no options where some are expected', async () => {
    await expect(store.scan(any(null)).next()).resolves.toEqual({ done: true, value: undefined });
    expect(() => store.previewBatch(any(null))).toThrow(invalid);
    await expect(open('/nowhere/store', any(null))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([undefined, null, '', 5])('directory %s', async (directory) => {
    await expect(open(any(directory), { fileSystem: disk })).rejects.toEqual(invalid);
  });

  it.each([null, '3', -1, Number.NaN])('limit %s of a scan', async (limit) => {
    await expect(store.scan({ limit: any(limit) }).next()).rejects.toEqual(invalid);
  });
});

it('the deadline of an entry can be set again, none included', async () => {
  await store.set('a', '1', { expireAt: nowMs + 5000 });
  await store.set('b', '1');
  for (const key of ['a', 'b']) {
    const expireAt = (await store.entry(key))?.expireAt ?? null;
    await store.set(key, '2', { expireAt });
    expect((await store.entry(key))?.expireAt).toBe(expireAt);
  }
});

it('an entry has its type, as a scan has it', async () => {
  await store.batch([{ op: 'set', key: 'a', value: '{"value":[]}', type: 'list' }]);
  await store.set('b', '1');
  for await (const scanned of store.scan()) expect(await store.entry(scanned.key)).toEqual(scanned);
  expect(await store.entry('a')).toMatchObject({ type: 'list' });
});

it('watching a directory that is gone fails in its own words', async () => {
  const changes = store.watch({ from: 1 });
  await disk.unlink('/store/MANIFEST');
  await expect(changes.next()).rejects.toMatchObject({ name: 'WalscopeError', code: 'IO' });
});

it('what has been cancelled before it begins does nothing, however little there is to do', async () => {
  const cancelled = expect.objectContaining({ name: 'WalscopeError', code: 'CANCELLED' });
  const signal = AbortSignal.abort();
  await expect(open('/new', { fileSystem: disk, signal })).rejects.toEqual(cancelled);
  expect(await disk.stat('/new')).toBeNull();
  for (const work of ['snapshot', 'compact', 'verify', 'orderedView'] as const) {
    await expect(store[work]({ signal })).rejects.toEqual(cancelled);
  }
  const reader = await open('/store', { fileSystem: disk, readOnly: true });
  await expect(reader.verify({ signal })).rejects.toEqual(cancelled);
  await reader.close();
});
