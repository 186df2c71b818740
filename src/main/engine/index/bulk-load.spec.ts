import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slicer } from '../scan/slicer.ts';
import { BulkLoad } from './bulk-load.ts';
import { never, tombstone } from './entry-chunk.ts';
import { blankFacts, type EntryFacts } from './entry-facts.ts';
import { KeyIndex } from './key-index.ts';
import { RecordColumns } from './record-columns.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function factsOf(i: number, expires: boolean): EntryFacts {
  const seq = i + 2 ** 33;
  return {
    ...blankFacts(1 + (i % 3)),
    offset: 100 * i,
    headLength: 7,
    valueLength: i,
    seq,
    expireAt: expires ? 2 ** 41 + i : never,
  };
}

/** All that an index says, by key. */
function said(index: KeyIndex): unknown {
  const { columns } = index;
  const keys = new Map<string, unknown>();
  for (let id = 0; id < index.capacity; id++) {
    if (!columns.holdsKey(id)) continue;
    const key = columns.key(id);
    expect(index.find(key, 0, key.length, index.hash(key, 0, key.length))).toBe(id);
    const place = [columns.segment(id), columns.offset(id), columns.headLength(id), columns.valueLength(id)];
    keys.set(text(key), [...place, columns.type(id), columns.seq(id), columns.expireAt(id)]);
  }
  const live = [1, 2, 3].map((segment) => index.liveBytes(segment));
  return { keys, live, count: index.count, withDeadline: index.withDeadline };
}

function put(index: KeyIndex, key: Uint8Array, facts: EntryFacts): void {
  const hash = index.hash(key, 0, key.length);
  const id = index.find(key, 0, key.length, hash);
  if (id < 0) index.insert(key, 0, key.length, hash, facts);
  else index.update(id, facts);
}

function remove(index: KeyIndex, key: Uint8Array): void {
  const id = index.find(key, 0, key.length, index.hash(key, 0, key.length));
  if (id >= 0) index.remove(id);
}

/** Records that wait to be handed over together: those of one segment that follow each other. */
class Together {
  readonly #load: BulkLoad;
  readonly #records = new RecordColumns();
  #keys: Buffer[] = [];
  #length = 0;

  constructor(load: BulkLoad) {
    this.#load = load;
  }

  add(key: Buffer, facts: EntryFacts): void {
    if (this.#records.isFull || this.#records.segment !== facts.segment) this.handOver();
    this.#records.segment = facts.segment;
    this.#records.add(this.#length, key.length, facts);
    this.#keys.push(key);
    this.#length += key.length;
  }

  handOver(): void {
    this.#load.putAll(Buffer.concat(this.#keys), this.#records);
    this.#records.count = 0;
    this.#keys = [];
    this.#length = 0;
  }
}

describe('loading records in bulk', () => {
  it('leaves what putting and removing them one by one leaves', async () => {
    const step = fc.record({
      key: fc.oneof(fc.nat(20).map(String), fc.string({ maxLength: 40 })),
      op: fc.constantFrom('put', 'put', 'put', 'expires', 'remove', 'flush'),
    });
    const runs = fc.asyncProperty(fc.array(step, { maxLength: 200 }), fc.nat(), async (steps, seed) => {
      const slicer = new Slicer();
      const loaded = new KeyIndex(seed);
      const load = new BulkLoad(loaded);
      const expected = new KeyIndex(7);
      for (const [i, { key, op }] of steps.entries()) {
        const bytes = Buffer.from(`>${key}`);
        if (op === 'flush') await load.flush(slicer);
        else if (op === 'remove') {
          load.remove(bytes, 1, bytes.length - 1);
          remove(expected, bytes.subarray(1));
        } else {
          load.put(bytes, 1, bytes.length - 1, factsOf(i, op === 'expires'));
          put(expected, bytes.subarray(1), factsOf(i, op === 'expires'));
        }
      }
      await load.flush(slicer);
      expect(said(loaded)).toEqual(said(expected));
    });
    await fc.assert(runs, { numRuns: 200 });
  });

  it('leaves the same when they are handed over together', async () => {
    const step = fc.record({
      key: fc.oneof(fc.nat(20).map(String), fc.string({ maxLength: 40 }), fc.constant('long'.repeat(2_000))),
      op: fc.constantFrom('put', 'put', 'put', 'expires', 'remove', 'hand over', 'flush'),
    });
    // Many of them fill chunks of entries and of keys to their ends.
    const repeats = fc.constantFrom(1, 1, 1, 100);
    const runs = fc.asyncProperty(fc.array(step, { maxLength: 120 }), repeats, fc.nat(), async (...run) => {
      const [steps, times, seed] = run;
      const slicer = new Slicer();
      const loaded = new KeyIndex(seed);
      const load = new BulkLoad(loaded);
      const together = new Together(load);
      const expected = new KeyIndex(7);
      for (const [i, { key, op }] of steps.entries()) {
        if (op === 'hand over') together.handOver();
        if (op === 'flush') {
          together.handOver();
          await load.flush(slicer);
        }
        for (let n = 0; n < times; n++) {
          const bytes = Buffer.from(`${key}${n}`);
          if (op === 'remove') {
            together.add(bytes, { ...factsOf(i, false), type: tombstone });
            remove(expected, bytes);
          } else if (op === 'put' || op === 'expires') {
            together.add(bytes, factsOf(i, op === 'expires'));
            put(expected, bytes, factsOf(i, op === 'expires'));
          }
        }
      }
      together.handOver();
      await load.flush(slicer);
      expect(said(loaded)).toEqual(said(expected));
    });
    await fc.assert(runs, { numRuns: 40 });
  });

  it('takes more records than wait at a time, in an index that works on', async () => {
    const slicer = new Slicer();
    const index = new KeyIndex(7);
    const load = new BulkLoad(index);
    const keys = 300_000;
    const key = Buffer.alloc(8);
    for (let i = 0; i < keys * 1.2; i++) {
      if (load.isFull) await load.flush(slicer);
      key.writeUInt32LE(i % keys, 2);
      load.put(key, 0, key.length, factsOf(i, false));
    }
    await load.flush(slicer);
    expect(index.count).toBe(keys);
    for (let i = 0; i < keys; i += 97) {
      key.writeUInt32LE(i, 2);
      const id = index.find(key, 0, key.length, index.hash(key, 0, key.length));
      expect(index.columns.offset(id)).toBe(100 * (i < keys * 0.2 ? i + keys : i));
    }
    put(index, Buffer.from('another'), factsOf(1, false));
    remove(index, Buffer.from('another'));
    expect(index.count).toBe(keys);
  });
});
