import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, looseText, utf8 } from '../../../shared/bytes.ts';
import { Slicer } from '../scan/slicer.ts';
import { never } from './entry-chunk.ts';
import type { EntryFacts } from './entry-facts.ts';
import { KeyIndex } from './key-index.ts';
import { KeyOrder } from './key-order.ts';
import { sortIds } from './sort-ids.ts';

const facts = (seq: number, expireAt = never): EntryFacts => ({
  segment: 1,
  offset: seq * 10,
  headLength: 7,
  valueLength: 3,
  type: 0,
  seq,
  expireAt,
});

function find(index: KeyIndex, key: Uint8Array): number {
  return index.find(key, 0, key.length, index.hash(key, 0, key.length));
}

function put(index: KeyIndex, key: Uint8Array, seq: number, expireAt = never): number {
  const id = find(index, key);
  if (id < 0) return index.insert(key, 0, key.length, index.hash(key, 0, key.length), facts(seq, expireAt));
  index.update(id, facts(seq, expireAt));
  return id;
}

/** Few different bytes and lengths, so that keys share prefixes, end within each other, and come again. */
const key = fc.uint8Array({ maxLength: 12, max: 2 });
const change = fc.record({ key, remove: fc.boolean() });

describe('KeyIndex', () => {
  it('gives back the memory of keys that are gone while others come, go and are read', async () => {
    const index = new KeyIndex(1);
    const long = (i: number) => utf8(`${i}`.padEnd(500, 'x'));
    const alive = new Set<number>();
    const add = (i: number) => alive.add(i) && put(index, long(i), i);
    const drop = (i: number) => alive.delete(i) && index.remove(find(index, long(i)));
    for (let i = 0; i < 20_000; i++) add(i);
    for (let i = 0; i < 20_000; i++) if (i % 16 !== 0) drop(i);
    const { columns, release } = index.freeze();
    const before = index.keyMemoryBytes;
    const gathered = index.gatherKeys(new Slicer(undefined, 0));
    let next = 20_000;
    for (let turn = 0; turn < 4; turn++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      for (let i = 0; i < 50; i++) add(next++);
      for (const i of [...alive].slice(turn * 100, turn * 100 + 20)) drop(i);
    }
    await gathered;
    expect(index.keyMemoryBytes).toBeLessThan(before / 2);
    expect(index.count).toBe(alive.size);
    for (const i of alive) expect(index.columns.key(find(index, long(i)))).toEqual(long(i));
    // Whoever read before goes on reading what there was then.
    const frozen: number[] = [];
    for (let id = 0; id < 20_000; id++)
      if (columns.holdsKey(id)) frozen.push(Number.parseInt(looseText(columns.key(id)), 10));
    release();
    expect(frozen).toEqual(Array.from({ length: 1250 }, (_, i) => i * 16));
  });

  it('holds what a map holds', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        const index = new KeyIndex(1);
        const model = new Map<string, number>();
        changes.forEach((next, seq) => {
          const name = next.key.join();
          const id = find(index, next.key);
          expect(id >= 0).toBe(model.has(name));
          if (next.remove && id >= 0) index.remove(id);
          if (next.remove) model.delete(name);
          else {
            put(index, next.key, seq);
            model.set(name, seq);
          }
        });
        expect(index.count).toBe(model.size);
        for (const [name, seq] of model) {
          const bytes = Uint8Array.from(name === '' ? [] : name.split(',').map(Number));
          const id = find(index, bytes);
          expect(index.columns.seq(id)).toBe(seq);
          expect(index.columns.key(id)).toEqual(bytes);
        }
      }),
    );
  });

  it('keeps count of deadlines', () => {
    const index = new KeyIndex(1);
    const id = put(index, utf8('a'), 1, 5000);
    put(index, utf8('b'), 2, 5000);
    expect(index.withDeadline).toBe(2);
    put(index, utf8('a'), 3);
    expect(index.withDeadline).toBe(1);
    index.remove(id);
    index.remove(find(index, utf8('b')));
    expect(index.withDeadline).toBe(0);
  });

  it('grows past many chunks and shards, and finds everything', () => {
    const index = new KeyIndex(9);
    const count = 60_000;
    for (let i = 0; i < count; i++) put(index, utf8(`user:${i}`), i);
    for (let i = 0; i < count; i += 7) expect(index.columns.seq(find(index, utf8(`user:${i}`)))).toBe(i);
    expect(index.count).toBe(count);
  });

  it('shows a frozen moment whatever comes after', () => {
    const index = new KeyIndex(1);
    const a = put(index, utf8('a'), 1);
    const b = put(index, utf8('b'), 2);
    const frozen = index.freeze();
    put(index, utf8('a'), 3);
    index.remove(b);
    put(index, utf8('c'), 4);
    expect(frozen.columns.seq(a)).toBe(1);
    expect(looseText(frozen.columns.key(b))).toBe('b');
    expect(frozen.columns.holdsKey(b)).toBe(true);
    frozen.release();
    expect(index.columns.seq(a)).toBe(3);
  });

  it('gives no id to another key while ids are held', () => {
    const index = new KeyIndex(1);
    const id = put(index, utf8('a'), 1);
    const release = index.holdIds();
    index.remove(id);
    expect(put(index, utf8('b'), 2)).not.toBe(id);
    expect(looseText(index.columns.key(id))).toBe('a');
    release();
    expect(put(index, utf8('c'), 3)).toBe(id);
  });
});

describe('sortIds', () => {
  it('sorts as memcmp does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 400 }), async (keys) => {
        const index = new KeyIndex(1);
        for (const bytes of keys) put(index, bytes, 1);
        const ids = new Uint32Array(index.count).map((_, id) => id);
        await sortIds(ids, index.columns, new Slicer());
        const sorted = [...ids].map((id) => index.columns.key(id));
        expect(sorted).toEqual([...sorted].sort(compareBytes));
      }),
    );
  });

  it('sorts more keys than are sorted in one go', async () => {
    const index = new KeyIndex(1);
    for (let i = 0; i < 40_000; i++) put(index, utf8(`k:${(i * 7919) % 40_000}`), i);
    const ids = new Uint32Array(index.count).map((_, id) => id);
    await sortIds(ids, index.columns, new Slicer());
    for (let i = 1; i < ids.length; i++) {
      const [before, after] = [index.columns.key(ids[i - 1]!), index.columns.key(ids[i]!)];
      if (compareBytes(before, after) >= 0)
        throw new Error(`${looseText(before)} before ${looseText(after)}`);
    }
  });
});

describe('KeyOrder', () => {
  it('keeps up with keys that come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 6 }), async (rounds) => {
        const index = new KeyIndex(1);
        const order = new KeyOrder(index);
        for (const changes of rounds) {
          for (const next of changes) {
            const id = find(index, next.key);
            if (!next.remove) put(index, next.key, 1);
            else if (id >= 0) index.remove(id);
          }
          const frozen = index.freeze();
          const ids = await order.ids(frozen.columns, new Slicer());
          const keys = [...ids].map((id) => frozen.columns.key(id));
          expect(keys.length).toBe(index.count);
          expect(keys).toEqual([...keys].sort(compareBytes));
          frozen.release();
        }
      }),
      { numRuns: 60 },
    );
  });
});
