import fc from 'fast-check';
import { expect, it } from 'vitest';
import { typeOf } from '../../../shared/codes.ts';
import type { Change, ChangeList, ChangeParts, Store } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';

const openStore = (): Promise<Store> => open('/dir', { fileSystem: new MemoryFileSystem(), fsync: 'always' });

interface Given {
  key: string;
  /** null = a delete. */
  value: string | null;
  type: number;
  expireAt: number | null;
}

/** Keys and values in one buffer, with something before and behind each. */
function listOf(given: readonly Given[]): ChangeList & { memory: Buffer } {
  const text = given.map(({ key, value }) => `<${key}|${value ?? ''}>`).join('');
  const bytes = Buffer.from(text);
  let at = 0;
  const starts = given.map(({ key, value }) => {
    const start = at + 1;
    at += key.length + (value ?? '').length + 3;
    return start;
  });
  return {
    count: given.length,
    bytes: bytes.length,
    memory: bytes,
    read(i: number, into: ChangeParts) {
      const { key, value, type, expireAt } = given[i] as Given;
      const start = starts[i] as number;
      Object.assign(into, { op: value === null ? 'delete' : 'set', type, expireAt });
      Object.assign(into, { keyBytes: bytes, keyStart: start, keyLength: key.length });
      const valueLength = value?.length ?? 0;
      Object.assign(into, { valueBytes: bytes, valueStart: start + key.length + 1, valueLength });
    },
  };
}

const changesOf = (given: readonly Given[]): Change[] =>
  given.map(({ key, value, type, expireAt }) =>
    value === null ? { op: 'delete', key } : { op: 'set', key, value, type: typeOf(type), expireAt },
  );

async function contents(store: Store): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const { key, value, expireAt, seq, type } of store.scan())
    entries.push([Buffer.from(key).toString(), Buffer.from(value).toString(), expireAt, seq, type]);
  return entries;
}

const letters = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength });
const given: fc.Arbitrary<Given> = fc.record({
  key: fc.oneof(letters(2), letters(300)),
  value: fc.option(fc.oneof(letters(5), letters(400))),
  type: fc.nat({ max: 3 }),
  expireAt: fc.option(fc.integer({ min: 2 ** 41, max: 2 ** 42 })),
});
const valueless = { type: 0, expireAt: null };

it('stores what the same changes as objects would, at once or after others', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(given, { minLength: 1, maxLength: 20 }), { maxLength: 5 }),
      async (all) => {
        const [one, other] = [await openStore(), await openStore()];
        const written = await Promise.all(all.map((each) => one.batchOf(listOf(each))));
        const expected = await Promise.all(all.map((each) => other.batch(changesOf(each))));
        expect(written).toEqual(expected);
        expect(await contents(one)).toEqual(await contents(other));
        await one.close();
        await other.close();
      },
    ),
    { numRuns: 60 },
  );
});

it('takes nothing of a list that cannot be stored, and all that others wrote beside it', async () => {
  const store = await openStore();
  const beside = store.set('beside', '1');
  const tooLong = [
    { key: 'a', value: '1', ...valueless },
    { key: 'b'.repeat(70_000), value: '2', ...valueless },
  ];
  await expect(store.batchOf(listOf(tooLong))).rejects.toMatchObject({ code: 'TOO_LARGE' });
  const never = [{ key: 'a', value: '1', type: 0, expireAt: 2 ** 50 }];
  await expect(store.batchOf(listOf(never))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await beside;
  await store.set('c', '3');
  expect(await contents(store)).toEqual([
    ['beside', '1', null, 1, undefined],
    ['c', '3', null, 2, undefined],
  ]);
  await store.close();
});

it('keeps its place behind writes that were there first, as a copy', async () => {
  const store = await openStore();
  const large = 'x'.repeat(3 * 1024 * 1024);
  const first = [store.set('a', large), store.set('b', large), store.set('key', 'old')];
  const list = listOf([{ key: 'key', value: 'new', ...valueless }]);
  const written = store.batchOf(list);
  list.memory.fill('x');
  expect((await Promise.all([...first, written])).map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 3, 4]);
  expect(Buffer.from((await store.get('key')) as Uint8Array).toString()).toBe('new');
  await store.close();
});

it('resolves for an empty list', async () => {
  const store = await openStore();
  expect(await store.batchOf(listOf([]))).toEqual({ firstSeq: 1, lastSeq: 0, durable: true });
  await store.close();
});
