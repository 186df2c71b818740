import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry, OpenOptions, Store, View } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { indexKinds } from '../specs/index-kinds.ts';

let store: Store;
let nowMs = 1_000;

async function begin(options: OpenOptions): Promise<() => Promise<void>> {
  nowMs = 1_000;
  store = await open('/store', {
    fileSystem: new MemoryFileSystem(),
    fsync: 'no',
    garbageShare: null,
    now: () => nowMs,
    ...options,
  });
  for (const key of ['a', 'b', 'c']) await store.set(key, `${key} then`);
  return () => store.close();
}

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString();

async function entries(scan: AsyncIterable<Entry>): Promise<string[]> {
  const found: string[] = [];
  for await (const { key, value } of scan) found.push(`${text(key)}=${text(value)}`);
  return found;
}

async function expectThen(view: View): Promise<void> {
  for (const key of ['a', 'b', 'c']) {
    expect(text(await view.get(key))).toBe(`${key} then`);
    expect(text(view.getSync(key))).toBe(`${key} then`);
    expect(view.has(key)).toBe(true);
  }
  expect(view.has('d')).toBe(false);
  expect(await view.get('d')).toBeNull();
  expect(await entries(view.scan())).toEqual(['a=a then', 'b=b then', 'c=c then']);
}

describe.each(indexKinds)('$index', ({ indexOptions }) => {
  beforeEach(() => begin(indexOptions));

  it('reads what was there, before and after its keys have been sorted', async () => {
    const view = store.view();
    const changes = [store.set('a', 'now'), store.delete('b'), store.set('d', 'now')];
    expect(view.has('b')).toBe(true);
    await Promise.all(changes);
    await store.set('b', 'again');
    await expectThen(view);
    await store.delete('c');
    await expectThen(view);
    view.release();
    expect(() => view.has('a')).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });

  it('outlives a snapshot that replaces the files it reads from', async () => {
    const view = store.view();
    await store.set('a', 'now');
    await store.snapshot();
    await expectThen(view);
    view.release();
  });

  it('keeps what had not expired when it was taken', async () => {
    await store.set('brief', 'life', { ttl: 100 });
    const view = store.view();
    nowMs += 200;
    expect(await store.get('brief')).toBeNull();
    expect(text(view.getSync('brief'))).toBe('life');
    expect(store.view().has('brief')).toBe(false);
    view.release();
  });

  it('lets a scan that has begun go on after it is released', async () => {
    const view = store.view();
    const scan = view.scan({ gt: 'a', values: false });
    const first = await scan.next();
    view.release();
    await store.delete('c');
    expect(text(first.value?.key)).toBe('b');
    expect(await entries(scan)).toEqual(['c=']);
  });

  it('leaves the order of keys right when a scan is given up while it is being sorted', async () => {
    await Promise.all(Array.from({ length: 20_000 }, (_, i) => store.set(`k${i}`, 'v')));
    const given = store.scan();
    const first = given.next();
    await given.return?.();
    await Promise.all(Array.from({ length: 20_000 }, (_, i) => store.delete(`k${i}`)));
    await store.set('b2', 'new');
    await first.catch(() => undefined);
    expect(await entries(store.scan({ values: false }))).toEqual(['a=', 'b=', 'b2=', 'c=']);
  });
});
