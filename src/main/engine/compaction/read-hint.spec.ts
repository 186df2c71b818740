import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { hintFile } from '../format/file-names.ts';
import { checkpointKind } from '../format/index-head.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { BulkLoad } from '../index/bulk-load.ts';
import { entriesPerChunk, never, tombstone } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/entry-facts.ts';
import { KeyIndex } from '../index/key-index.ts';
import { imageHead } from '../index-file/image-head.ts';
import { loadIndex } from '../index-file/load-index.ts';
import { readIndexHead } from '../index-file/read-head.ts';
import { writeIndex } from '../index-file/write-index.ts';
import { Slicer } from '../scan/slicer.ts';
import { putEntry } from './newest-records.ts';
import { hasHint, readHint, replayHint } from './read-hint.ts';
import { writeHint } from './write-hint.ts';

const directory = '/store';
const storeId = new Uint8Array(16).fill(3);
const seed = 123_456;
/** Of an index that no hint has been made from. */
const otherSeed = 7;

interface Change {
  key: string;
  op: 'set' | 'expiring' | 'delete';
}

/** The records of a segment, and how they come: from its hint, whose hashes have this seed, or read from the log. */
interface Records {
  from: 'hint' | 'log';
  seed: number;
  changes: Change[];
}

let disk: MemoryFileSystem;

beforeEach(async () => {
  disk = new MemoryFileSystem();
  await disk.mkdir(directory);
});

const bindingOf = (segment: number) => ({ storeId, segment, endOffset: 1000 + segment, endChain: segment });

function factsOf(segment: number, i: number, { op }: Change) {
  const facts = {
    ...blankFacts(segment),
    offset: 40 * i,
    headLength: 7,
    valueLength: i,
    seq: segment * 2 ** 20 + i,
  };
  return {
    ...facts,
    expireAt: op === 'expiring' ? 2 ** 41 + i : never,
    type: op === 'delete' ? tombstone : 2,
  };
}

async function writeHintOf(segment: number, records: Records): Promise<void> {
  const newest = new KeyIndex(records.seed);
  for (const [i, change] of records.changes.entries()) {
    const key = utf8(change.key);
    putEntry(newest, key, 0, key.length, factsOf(segment, i, change));
  }
  await writeHint(disk, directory, newest, bindingOf(segment), new Slicer());
}

function putAll(load: BulkLoad, segment: number, changes: readonly Change[]): void {
  for (const [i, change] of changes.entries()) {
    const key = utf8(change.key);
    if (change.op === 'delete') load.remove(key, 0, key.length);
    else load.put(key, 0, key.length, factsOf(segment, i, change));
  }
}

/** All that an index says, by key. */
function said(index: KeyIndex, segments: number): unknown {
  const { columns } = index;
  const keys = new Map<string, unknown>();
  for (let id = 0; id < index.capacity; id++) {
    if (!columns.holdsKey(id)) continue;
    const key = columns.key(id);
    if (index.find(key, 0, key.length, index.hash(key, 0, key.length)) !== id) throw new Error('not found');
    const place = [columns.segment(id), columns.offset(id), columns.headLength(id), columns.valueLength(id)];
    keys.set(Buffer.from(key).toString(), [
      ...place,
      columns.type(id),
      columns.seq(id),
      columns.expireAt(id),
    ]);
  }
  const live = Array.from({ length: segments }, (_, i) => index.liveBytes(i + 1));
  return { keys, live, count: index.count, withDeadline: index.withDeadline };
}

/** Returns the index that was loaded, and the one that it is like. */
async function expectSame(log: readonly Records[]): Promise<[KeyIndex, KeyIndex]> {
  const slicer = new Slicer();
  const loaded = new KeyIndex(otherSeed);
  const load = new BulkLoad(loaded);
  const expected = new KeyIndex(otherSeed);
  const plain = new BulkLoad(expected);
  for (const [i, records] of log.entries()) {
    putAll(plain, i + 1, records.changes);
    if (records.from === 'log') putAll(load, i + 1, records.changes);
    else {
      await writeHintOf(i + 1, records);
      const hint = await readHint(disk, directory, bindingOf(i + 1), slicer);
      await replayHint(load, hint!, slicer);
    }
  }
  await plain.flush(slicer);
  await load.flush(slicer);
  expect(said(loaded, log.length)).toEqual(said(expected, log.length));
  return [loaded, expected];
}

describe('replaying hints', () => {
  it('leaves what the records of their segments leave', async () => {
    const change = fc.record({
      key: fc.oneof(fc.nat(30).map(String), fc.string({ maxLength: 30 })),
      op: fc.constantFrom('set', 'set', 'expiring', 'delete'),
    });
    const records = fc.record({
      from: fc.constantFrom('hint', 'hint', 'log'),
      seed: fc.constantFrom(seed, seed, 1),
      changes: fc.array(change, { maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(records, { maxLength: 5 }), async (log) => {
        await expectSame(log as Records[]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes chunks of entries and keys as they are', async () => {
    const range = (from: number, to: number, op: Change['op'] = 'set'): Change[] =>
      Array.from({ length: to - from }, (_, i) => ({ key: `key ${from + i}`, op }));
    const hint = (changes: Change[]): Records => ({ from: 'hint', seed, changes });
    const n = entriesPerChunk;
    const [loaded, expected] = await expectSame([
      hint(range(0, 2.5 * n)),
      // Some are known, some are gone.
      hint([...range(2.45 * n, 4.7 * n), ...range(0, 100, 'delete'), ...range(100, 200, 'expiring')]),
      { from: 'log', seed, changes: [...range(5 * n, 5.2 * n), ...range(2.4 * n, 2.5 * n, 'delete')] },
      hint(range(6 * n, 7.5 * n)),
      // Nearly all are known.
      hint(range(n, 3.2 * n)),
      hint(range(8 * n, 8 * n + 10)),
    ]);
    // It works on: ids that were left over are given, and room in the chunks of keys.
    for (const index of [loaded, expected]) {
      for (let i = 0; i < n; i++) {
        const key = utf8(`later ${i}`);
        putEntry(index, key, 0, key.length, factsOf(1, i, { key: '', op: 'set' }));
      }
    }
    expect(said(loaded, 6)).toEqual(said(expected, 6));
  });
});

it('leaves an index that can be kept as a file, though nobody has looked at it', async () => {
  const slicer = new Slicer();
  const index = new KeyIndex(otherSeed);
  const load = new BulkLoad(index);
  // Half a chunk is left over, and nobody looks at the other half either.
  for (const [segment, chunks] of [
    [1, 1.5],
    [2, 1],
  ] as const) {
    const changes = Array.from({ length: chunks * entriesPerChunk }, (_, i): Change => {
      return { key: `${segment} ${i}`, op: 'set' };
    });
    await writeHintOf(segment, { from: 'hint', seed, changes });
    await replayHint(load, (await readHint(disk, directory, bindingOf(segment), slicer))!, slicer);
  }
  await load.flush(slicer);
  const image = index.image();
  const position = { offset: 0, chain: 0, nextSeq: 0 };
  const segments = [1, 2].map((number) => {
    return { number, frames: 0, records: 0, offset: 0, chain: 0, liveBytes: index.liveBytes(number) };
  });
  const head = { ...imageHead(image), storeId, position, knownSeq: 0, segments };
  const handle = await disk.open(`${directory}/kept`, 'create');
  await writeIndex(handle, checkpointKind, head, image, slicer);
  const kept = await loadIndex(handle, (await readIndexHead(handle, checkpointKind))!, slicer);
  await handle.close();
  expect(said(new KeyIndex(kept!.seed, kept), 2)).toEqual(said(index, 2));
});

describe('a hint', () => {
  const changes: Change[] = [{ key: 'a', op: 'set' }];

  it('speaks of exactly one end of one segment of one store', async () => {
    await writeHintOf(1, { from: 'hint', seed, changes });
    const read = (change: object) => readHint(disk, directory, { ...bindingOf(1), ...change }, new Slicer());
    expect(await read({})).toMatchObject({ seed, ids: 1 });
    for (const other of [
      { endOffset: 1 },
      { endChain: 7 },
      { storeId: new Uint8Array(16) },
      { segment: 2 },
    ]) {
      expect(await read(other)).toBeNull();
    }
  });

  it('of another version is as good as none', async () => {
    await writeHintOf(1, { from: 'hint', seed, changes });
    expect(await hasHint(disk, directory, 1)).toBe(true);
    const handle = await disk.open(`${directory}/${hintFile(1)}`, 'write');
    await handle.write(Uint8Array.of(1), 8);
    await handle.close();
    expect(await hasHint(disk, directory, 1)).toBe(false);
    expect(await readHint(disk, directory, bindingOf(1), new Slicer())).toBeNull();
  });
});
