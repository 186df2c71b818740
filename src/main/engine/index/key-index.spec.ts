import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes, utf8 } from '../../../shared/bytes.ts';
import { KeyIndex } from './key-index.ts';
import { orderedIds } from './ordered-ids.ts';

const put = (index: KeyIndex, key: Uint8Array, seq: number, expireAt = 0): number =>
  index.put(key, 0, key.length, 3, 2 ** 33 + seq, 12 + key.length + 100, 100, seq, expireAt, 0);

describe('KeyIndex', () => {
  test('does what a map does', () => {
    const key = fc.uint8Array({ maxLength: 3 });
    const step = fc.record({ remove: fc.boolean(), key, expireAt: fc.constantFrom(0, 5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const index = new KeyIndex();
        const model = new Map<string, { seq: number; expireAt: number }>();
        steps.forEach((one, seq) => {
          const name = one.key.toString();
          const id = index.find(one.key);
          expect(id >= 0).toBe(model.has(name));
          if (!one.remove) {
            put(index, one.key, seq, one.expireAt);
            model.set(name, { seq, expireAt: one.expireAt });
          } else if (id >= 0) {
            index.remove(id);
            model.delete(name);
          }
        });
        expect(index.size).toBe(model.size);
        expect(index.withDeadline).toBe([...model.values()].filter((entry) => entry.expireAt > 0).length);
        for (const id of index.ids()) {
          const entry = model.get(index.key(id).toString());
          expect({ seq: index.seq(id), expireAt: index.expireAt(id) }).toEqual(entry);
          expect(index.offset(id)).toBe(2 ** 33 + index.seq(id));
          expect(index.recordLength(id)).toBe(112 + index.keyLength(id));
        }
      }),
    );
  });

  test('a pinned id keeps its key after it is removed, and is not given away', () => {
    const index = new KeyIndex();
    const id = put(index, utf8('held'), 1);
    const release = index.pin();
    index.remove(id);
    expect(put(index, utf8('other'), 2)).not.toBe(id);
    expect(index.key(id)).toEqual(utf8('held'));
    release();
    expect(put(index, utf8('third'), 3)).toBe(id);
  });

  test('memory of removed keys comes back, and keys that moved are still found', () => {
    const index = new KeyIndex();
    const name = (i: number) => utf8(`${'k'.repeat(90)}${i}`);
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 20_000; i++) put(index, name(round * 20_000 + i), i + 1);
      for (let i = 0; i < 20_000; i++) if (i % 50 !== 0) index.remove(index.find(name(round * 20_000 + i)));
    }
    expect(index.size).toBe(4000);
    for (let i = 0; i < 200_000; i += 50) expect(index.key(index.find(name(i)))).toEqual(name(i));
    // 200,000 keys of about 100 B went through; what is left of them is 0.4 MB.
    expect(index.bytes).toBeLessThan(12e6);
  });

  test('tells where a record was before it is overwritten, moved or removed', () => {
    const index = new KeyIndex();
    const seen: number[] = [];
    index.beforeChange = (id) => seen.push(index.seq(id));
    const id = put(index, utf8('a'), 1);
    put(index, utf8('a'), 2);
    index.relocate(id, 9, 77, 112 + 1);
    expect([index.segment(id), index.offset(id), index.recordLength(id)]).toEqual([9, 77, 113]);
    index.remove(id);
    expect(seen).toEqual([1, 2, 2]);
  });
});

describe('orderedIds', () => {
  test('is the order of the keys’ bytes', async () => {
    const key = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.integer({ min: 0, max: 999 }).map((n) => utf8(`user:${n}:name`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 400 }), async (keys) => {
        const index = new KeyIndex();
        for (const [seq, one] of keys.entries()) put(index, one, seq);
        const ordered = [...(await orderedIds(index, index.ids()))].map((id) => index.key(id).slice());
        const expected = [...new Map(keys.map((one) => [one.toString(), one])).values()].sort(compareBytes);
        expect(ordered).toEqual(expected);
      }),
    );
  });

  test('can be cancelled', async () => {
    const index = new KeyIndex();
    for (let i = 0; i < 300_000; i++) put(index, utf8(`key:${(i * 7919) % 300_007}`), i + 1);
    const controller = new AbortController();
    const sorting = orderedIds(index, index.ids(), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(sorting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
