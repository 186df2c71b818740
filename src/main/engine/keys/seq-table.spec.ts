import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { shardCount } from '../index/probing.ts';
import { maxIndexedSeq, SeqTable } from './seq-table.ts';

const pairs = (table: SeqTable): Map<number, number> => {
  const found = new Map<number, number>();
  for (let shard = 0; shard < shardCount; shard++) {
    table.eachOf(shard, (seq, hash) => found.set(seq, hash));
  }
  return found;
};

/** Few of them, in one shard and its neighbours, so that probes run into each other and around the end. */
const anyHash = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 12 }).map((bits) => bits | (0xff << 24)),
  fc.integer({ min: 0xffffff - 12, max: 0xffffff }),
);
const anySeq = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: maxIndexedSeq - 40, max: maxIndexedSeq }),
);

it('holds what a map from sequence numbers to hashes would, whatever comes and goes', () => {
  const step = fc.record({
    hash: anyHash,
    seq: anySeq,
    by: anySeq,
    what: fc.constantFrom('add', 'remove', 'replace'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const table = new SeqTable();
      const model = new Map<number, number>();
      for (const { hash, seq, by, what } of steps) {
        const held = model.get(seq);
        if (what === 'add' && held === undefined) {
          table.add(hash, seq);
          model.set(seq, hash);
        } else if (what === 'remove' && held !== undefined) {
          table.remove(held, seq);
          model.delete(seq);
        } else if (what === 'replace' && held !== undefined && !model.has(by)) {
          table.replace(held, seq, by);
          model.delete(seq);
          model.set(by, held);
        }
      }
      expect(pairs(table)).toEqual(model);
      for (const [seq, hash] of model) {
        expect(table.has(hash, seq)).toBe(true);
        expect(table.find(hash, (candidate) => candidate === seq)).toBe(seq);
        expect(table.has(hash ^ 1, seq)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

it('is seen as it was by whoever has frozen it', () => {
  const table = new SeqTable();
  for (let seq = 1; seq <= 1000; seq++) table.add(Math.imul(seq, 0x9e3779b1), seq);
  const then = pairs(table);
  const { shards, release } = table.freeze();
  for (let seq = 1; seq <= 1000; seq++) {
    const hash = Math.imul(seq, 0x9e3779b1);
    if (seq % 3 === 0) table.remove(hash, seq);
    else table.replace(hash, seq, seq + 5000);
    table.add(~hash, seq + 10_000);
  }
  for (const [seq, hash] of then) expect(shards.has(hash, seq)).toBe(true);
  expect(shards.has(Math.imul(1, 0x9e3779b1), 5001)).toBe(false);
  release();
});

it('is walked in ranges of hashes: what stays comes once, however much it grows meanwhile', () => {
  const table = new SeqTable();
  const staying = 3000;
  for (let seq = 1; seq <= staying; seq++) table.add(Math.imul(seq, 0x9e3779b1), seq);
  const seen: number[] = [];
  let more = staying;
  for (let from: number | null = 0; from !== null; ) {
    from = table.eachFrom(from, 20, (seq) => seen.push(seq)).next;
    for (let i = 0; i < 10; i++) table.add(Math.imul(++more, 0x9e3779b1), more);
  }
  const old = seen.filter((seq) => seq <= staying);
  expect(old.sort((a, b) => a - b)).toEqual(Array.from({ length: staying }, (_, i) => i + 1));
});

it('takes no more than 11 bytes a key, at whatever number of keys', () => {
  const table = new SeqTable();
  for (let seq = 1; seq <= 300_000; seq++) {
    table.add(Math.imul(seq, 0x9e3779b1), seq);
    if (seq >= 50_000 && seq % 5000 === 0) expect(table.memoryBytes / seq).toBeLessThan(11);
  }
});
