import { describe, expect, it } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { viewOf } from '../format/integers.ts';
import { idsInChunk, maxEntryBlockWords, packEntries } from '../index-file/blocks.ts';
import { EntryChunk, entriesPerChunk } from './entry-chunk.ts';
import { blankFacts, type EntryFacts } from './entry-facts.ts';
import { IndexEntries } from './index-entries.ts';
import { keyHash } from './key-hash.ts';
import { RecordColumns } from './record-columns.ts';
import { WaitingPairs } from './waiting-pairs.ts';

const seed = 5;

const facts = (seq: number): EntryFacts => ({ ...blankFacts(1), headLength: 7, valueLength: 3, seq });

function append(entries: IndexEntries, key: string, seq: number): number {
  const bytes = utf8(key);
  return entries.append(bytes, 0, bytes.length, facts(seq));
}

/** All of them, in as many runs as it takes. Returns how long each run was. */
function appendRuns(entries: IndexEntries, keys: readonly string[], waiting = new WaitingPairs()): number[] {
  const records = new RecordColumns();
  records.segment = 1;
  let end = 0;
  for (const [i, key] of keys.entries()) {
    records.add(end, utf8(key).length, facts(i));
    end += utf8(key).length;
  }
  waiting.makeRoom(keys.length);
  const source = viewOf(utf8(keys.join('')));
  const runs: number[] = [];
  for (let from = 0; from < keys.length; from += runs.at(-1) as number)
    runs.push(entries.appendRun(source, records, from, seed, waiting));
  return runs;
}

const keyOf = (entries: IndexEntries, id: number): string => looseText(entries.columns.key(id));

/** The chunks as they come from a file: nobody has looked at them. */
function coded(entries: IndexEntries): EntryChunk[] {
  const { chunks, ids } = entries.image();
  return chunks.map((chunk, i) => {
    const count = idsInChunk(ids, i);
    const columns = packEntries(chunk, count, new Uint32Array(maxEntryBlockWords));
    return EntryChunk.ofCoded({ columns, ids: count }, i === 0);
  });
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `name ${i}`);

describe('IndexEntries', () => {
  it('gives ids that are free before new ones, to single keys and to runs', () => {
    const entries = new IndexEntries();
    for (const key of ['a', 'b', 'c', 'd']) append(entries, key, 1);
    entries.drop(1);
    entries.drop(2);
    expect(append(entries, 'e', 2)).toBe(2);
    expect(appendRuns(entries, ['first', 'second', 'third'])).toEqual([1, 2]);
    expect([0, 1, 2, 3, 4, 5].map((id) => keyOf(entries, id))).toEqual([
      'a',
      'first',
      'e',
      'd',
      'second',
      'third',
    ]);
    expect(entries.capacity).toBe(6);
    expect(entries.count).toBe(6);
    expect(entries.liveBytes(1)).toBe(6 * 10 + 'aedfirstsecondthird'.length);
  });

  it('lets the hashes of a run wait with its ids', () => {
    const waiting = new WaitingPairs();
    appendRuns(new IndexEntries(), ['one', 'two'], waiting);
    const { pairs } = waiting.take();
    const hashes = ['one', 'two'].map((key) => keyHash(utf8(key), 0, 3, seed));
    const ids = new Map([0, 2].map((at) => [pairs[at], (pairs[at + 1] as number) - 1]));
    expect(hashes.map((hash) => ids.get(hash))).toEqual([0, 1]);
  });

  it('ends a run where a chunk ends', () => {
    const entries = new IndexEntries();
    for (let i = 0; i < entriesPerChunk - 3; i++) append(entries, `${i}`, i);
    expect(appendRuns(entries, names(8))).toEqual([3, 5]);
    expect(keyOf(entries, entriesPerChunk + 4)).toBe('name 7');
  });

  it('takes the whole chunks of an image as they are and the rest where there is room', () => {
    const first = new IndexEntries();
    append(first, 'alone', 1);
    const second = new IndexEntries();
    for (let i = 0; i < entriesPerChunk + 2; i++) append(second, `key ${i}`, i);
    second.drop(3);
    second.drop(entriesPerChunk);
    const { base, ids, rest } = first.appendAll({
      ...second.image(),
      chunks: coded(second),
      seed,
      shards: [],
    });
    expect([base, ids]).toEqual([entriesPerChunk, entriesPerChunk]);
    expect(keyOf(first, base + 7)).toBe('key 7');
    expect(first.columns.holdsKey(base + 3)).toBe(false);
    expect(keyOf(first, rest[1] as number)).toBe(`key ${entriesPerChunk + 1}`);
    expect(rest[1]).toBeLessThan(entriesPerChunk);
    expect(first.count).toBe(entriesPerChunk + 1);
    expect(append(first, 'next', 1)).toBe(base + 3);
  });

  it('gives back the memory of keys that are gone, without losing others', () => {
    const entries = new IndexEntries();
    const long = (i: number) => `${i}`.padEnd(1000, 'x');
    for (let i = 0; i < 6000; i++) append(entries, long(i), i);
    for (let i = 0; i < 6000; i++) if (i % 10 !== 0) entries.drop(i);
    const before = entries.keyMemoryBytes;
    entries.moveKeys(0, entries.capacity, entries.sparseKeyChunks());
    expect(entries.keyMemoryBytes).toBeLessThan(before / 2);
    for (let i = 0; i < 6000; i += 10) expect(keyOf(entries, i)).toBe(long(i));
  });
});
