import { describe, expect, test } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { segmentFile } from '../format/file-names.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { BulkLoad } from '../index/bulk-load.ts';
import { never } from '../index/entry-chunk.ts';
import { KeyIndex } from '../index/key-index.ts';
import { Slicer } from '../scan/slicer.ts';
import { applyMerge, removeLeft } from './apply-merge.ts';
import { CompactedSegmentWriter } from './compacted-segment-writer.ts';
import { liveRecords } from './live-records.ts';
import { type MergeJob, mergeSegments } from './merge-segments.ts';
import { findEntry, newestRecords, putEntry } from './newest-records.ts';
import { readHint, replayHint } from './read-hint.ts';
import { runHint } from './run-job.ts';
import { type ClosedSegmentRef, readSegmentRecords } from './segment-records.ts';

const directory = '/store';
const storeId = new Uint8Array(16).fill(7);
const now = 1_000_000;
const seed = 77;

interface Change {
  seq: number;
  key: string;
  /** null = delete. */
  value: string | null;
  expireAt?: number;
}

function headerOf(number: number, firstSeq: number, lastSeq: number): SegmentHeader {
  return {
    storeId,
    number,
    compacted: true,
    damageAccepted: false,
    patches: false,
    previous: { number: 0, offset: 0, chain: 0 },
    firstSeq,
    lastSeq,
    createdMs: now,
    salt: { marker: number * 11, seed: number * 13 },
  };
}

async function writeSegment(
  fileSystem: FileSystem,
  number: number,
  changes: Change[],
): Promise<ClosedSegmentRef> {
  const handle = await fileSystem.open(`${directory}/${segmentFile(number)}`, 'create');
  const writer = new CompactedSegmentWriter(handle, headerOf(number, changes[0]!.seq, changes.at(-1)!.seq));
  await writer.begin();
  for (const { seq, key, value, expireAt } of changes) {
    const op = value === null ? 'delete' : 'set';
    writer.add({ op, key: utf8(key), value: utf8(value ?? ''), expireAt: expireAt ?? null, type: 0 }, seq);
    if (seq % 2 === 0) await writer.endFrame();
  }
  const { closed } = await writer.finish();
  await handle.close();
  return { number, offset: closed.offset, chain: closed.chain };
}

async function readBack(
  fileSystem: FileSystem,
  segment: ClosedSegmentRef,
): Promise<[number, string, string | null][]> {
  const records: [number, string, string | null][] = [];
  await readSegmentRecords(fileSystem, directory, segment, new Slicer(), (bytes, head, seq) => {
    const text = (from: number, to: number) => looseText(bytes.subarray(from, to));
    const value = head.isDelete ? null : text(head.valueOffset, head.end);
    records.push([seq, text(head.keyOffset, head.valueOffset), value]);
  });
  return records;
}

async function store(): Promise<{ fileSystem: FileSystem; segments: ClosedSegmentRef[]; job: MergeJob }> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir(directory);
  const first = await writeSegment(fileSystem, 1, [
    { seq: 1, key: 'a', value: 'old' },
    { seq: 2, key: 'b', value: 'kept' },
    { seq: 3, key: 'gone', value: 'x' },
    { seq: 4, key: 'late', value: 'expired', expireAt: now - 1 },
  ]);
  const second = await writeSegment(fileSystem, 2, [
    { seq: 5, key: 'a', value: 'new', expireAt: now + 1 },
    { seq: 9, key: 'gone', value: null },
    { seq: 12, key: '', value: '' },
  ]);
  const segments = [first, second];
  const newest = await newestRecords(fileSystem, directory, segments, seed, new Slicer());
  const gone = findEntry(newest, utf8('gone'), 0, 4);
  newest.remove(gone);
  const live = await liveRecords(newest.columns, [1, 2], new Slicer());
  return {
    fileSystem,
    segments,
    job: { directory, segments, live, header: headerOf(3, 1, 12), oldest: true, nowMs: now, hintSeed: seed },
  };
}

/** Merges and gives the result its name, as the store does. */
async function merge(fileSystem: FileSystem, job: MergeJob): Promise<ClosedSegmentRef> {
  const { closed } = await mergeSegments(fileSystem, job);
  const path = `${directory}/${segmentFile(job.header.number)}`;
  await fileSystem.rename(`${path}.tmp`, path);
  return { number: job.header.number, offset: closed.offset, chain: closed.chain };
}

describe('mergeSegments', () => {
  test('keeps the newest record of each key with its own sequence number', async () => {
    const { fileSystem, job } = await store();
    expect(await readBack(fileSystem, await merge(fileSystem, job))).toEqual([
      [2, 'b', 'kept'],
      [5, 'a', 'new'],
      [12, '', ''],
    ]);
  });

  test('keeps tombstones and expired records while something older may hold their keys', async () => {
    const { fileSystem, job } = await store();
    expect(await readBack(fileSystem, await merge(fileSystem, { ...job, oldest: false }))).toEqual([
      [2, 'b', 'kept'],
      [4, 'late', 'expired'],
      [5, 'a', 'new'],
      [9, 'gone', null],
      [12, '', ''],
    ]);
  });

  test('its hint says what reading the segment says', async () => {
    const { fileSystem, job } = await store();
    const merged = await merge(fileSystem, { ...job, oldest: false });
    const binding = { storeId, segment: 3, endOffset: merged.offset, endChain: merged.chain };
    const written = await readHint(fileSystem, directory, binding, new Slicer());
    await runHint(fileSystem, { directory, segment: merged, storeId, seed });
    expect(await readHint(fileSystem, directory, binding, new Slicer())).toEqual(written);
    expect(
      await readHint(fileSystem, directory, { ...binding, endChain: merged.chain ^ 1 }, new Slicer()),
    ).toBeNull();
    const index = new KeyIndex(seed);
    const load = new BulkLoad(index);
    await replayHint(load, written!, new Slicer());
    await load.flush(new Slicer());
    expect(['', 'a', 'b', 'late'].every((key) => idOf(index, key) >= 0)).toBe(true);
    expect(index.count).toBe(4);
  });

  test('cancelled, or over a source that is not sound, it leaves nothing behind', async () => {
    const { fileSystem, job, segments } = await store();
    const signal = AbortSignal.abort();
    await expect(mergeSegments(fileSystem, job, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    const path = `${directory}/${segmentFile(2)}`;
    const handle = await fileSystem.open(path, 'write');
    await handle.write(Uint8Array.of(0xff), segments[1]!.offset - 1);
    await handle.close();
    await expect(mergeSegments(fileSystem, job)).rejects.toMatchObject({ code: 'CORRUPT' });
    expect((await fileSystem.list(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

const idOf = (index: KeyIndex, key: string): number => findEntry(index, utf8(key), 0, key.length);

test('applyMerge moves what the merge took, leaves what was written since, and drops what had expired', async () => {
  const { fileSystem, job } = await store();
  const index = new KeyIndex(seed);
  const put = (key: string, segment: number, seq: number) => {
    const facts = { segment, offset: 100, headLength: 20, valueLength: 4, type: 0, seq, expireAt: never };
    putEntry(index, utf8(key), 0, key.length, facts);
  };
  put('a', 4, 13);
  put('b', 1, 2);
  put('late', 1, 4);
  const merged = await merge(fileSystem, job);
  const binding = { storeId, segment: 3, endOffset: merged.offset, endChain: merged.chain };
  const hint = await readHint(fileSystem, directory, binding, new Slicer());
  const dropped: string[] = [];
  await applyMerge(index, new Set([1, 2]), 3, hint!, new Slicer());
  await removeLeft(index, new Set([1, 2]), new Slicer(), (key) => dropped.push(Buffer.from(key).toString()));
  expect(index.columns.segment(idOf(index, 'a'))).toBe(4);
  expect(index.columns.segment(idOf(index, 'b'))).toBe(3);
  expect(idOf(index, 'late')).toBe(-1);
  expect(dropped).toEqual(['late']);
});
