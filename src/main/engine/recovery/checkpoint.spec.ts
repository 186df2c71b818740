import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenOptions, Store } from '../api.ts';
import { checkpointFile, numberInName, segmentFile } from '../format/file-names.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { type Contents, contentsOf } from '../specs/contents.ts';
import {
  type DiskImage,
  diskOf,
  imageOf,
  storeDirectory,
  withFile,
  withFlippedBit,
  withTruncated,
} from '../specs/disk-image.ts';
import { opened, openOn } from '../specs/opened.ts';
import { hungAfterMs, long, tried } from '../specs/tried.ts';
import { openedAtMs, writtenAtMs } from '../specs/workload.ts';
import { checkpointFromBytes } from './write-checkpoint.ts';

const path = `${storeDirectory}/${checkpointFile}`;
const bigValue = 'v'.repeat(checkpointFromBytes / 4);

const openStore = (disk: MemoryFileSystem, options: OpenOptions = {}): Promise<Store> =>
  open(storeDirectory, {
    fileSystem: disk,
    garbageShare: null,
    segmentBytes: checkpointFromBytes / 2,
    now: () => writtenAtMs,
    ...options,
  });

/** A store of several segments, closed, then opened and closed again after a few writes more. */
async function filled(): Promise<{ disk: MemoryFileSystem; contents: Contents }> {
  const disk = new MemoryFileSystem();
  const store = await openStore(disk);
  for (let i = 0; i < 6; i++) await store.set(`big ${i % 5}`, `${i}${bigValue}`);
  for (let i = 0; i < 40; i++) await store.set(`key ${i}`, `${i}`);
  await store.set('expires', 'later', { expireAt: openedAtMs + 1 });
  for (let i = 0; i < 40; i += 3) await store.delete(`key ${i}`);
  await store.batch([
    { op: 'set', key: 'twice', value: 'first' },
    { op: 'set', key: 'gone', value: 'first' },
    { op: 'set', key: 'twice', value: 'second' },
    { op: 'delete', key: 'gone' },
  ]);
  await store.close();
  const again = await openStore(disk);
  await again.set('key 1', 'newer');
  await again.delete('key 2');
  await again.set('key 100', 'new');
  const contents = await contentsOf(again);
  await again.close();
  return { disk, contents };
}

/** All that opening tells of a store. */
async function found(disk: MemoryFileSystem, options: OpenOptions = { readOnly: true }): Promise<unknown> {
  const store = await openOn(disk, options);
  try {
    const { ms: _, ...recovery } = store.recovery;
    const { durability: __, ...stats } = store.stats();
    return { recovery, stats, contents: await contentsOf(store) };
  } finally {
    await store.close();
  }
}

async function withoutCheckpoint(image: DiskImage): Promise<MemoryFileSystem> {
  const rest = new Map(image);
  rest.delete(checkpointFile);
  return diskOf(rest);
}

let image: DiskImage;
let contents: Contents;

beforeAll(async () => {
  const { disk, contents: all } = await filled();
  image = await imageOf(disk);
  contents = all;
});

describe('the checkpoint of an index', () => {
  it('is what opening finds without it, told in the same words', async () => {
    expect(image.has(checkpointFile)).toBe(true);
    expect(await found(await diskOf(image))).toEqual(await found(await withoutCheckpoint(image)));
  });

  it('saves reading the log before it', async () => {
    const segment = segmentFile(2);
    const rotten = withFlippedBit(image, segment, image.get(segment)!.length >> 1, 0);
    expect(await opened(await diskOf(rotten), contents.keys(), { readOnly: true })).toMatchObject({
      verdict: { code: 'clean' },
      unreadable: [expect.stringMatching(/^big/)],
    });
    expect(await opened(await withoutCheckpoint(rotten), [], { readOnly: true })).toMatchObject({
      verdict: { code: 'unreadable' },
    });
  });

  it('is left as it is by a store that is closed as it was opened, or has hardly grown', async () => {
    const disk = await diskOf(image);
    await (await openStore(disk)).close();
    expect(await disk.readFile(path)).toEqual(image.get(checkpointFile));
    const store = await openStore(disk);
    await store.set('one more', 'small');
    await store.close();
    expect(await disk.readFile(path)).toEqual(image.get(checkpointFile));
    const grown = await openStore(disk);
    for (let i = 0; i < 4; i++) await grown.set(`big ${i}`, bigValue);
    await grown.close();
    expect(await disk.readFile(path)).not.toEqual(image.get(checkpointFile));
    expect(await found(disk)).toEqual(await found(await withoutCheckpoint(await imageOf(disk))));
  });

  it('stays good when segments follow it, and is written again when a compaction replaces those it names', async () => {
    const disk = await diskOf(image);
    const store = await openStore(disk);
    for (let i = 0; i < 3; i++) await store.set(`later ${i}`, bigValue);
    const killed = disk.crash({ keepUnsynced: 'all' });
    expect(await found(killed)).toEqual(await found(await withoutCheckpoint(await imageOf(killed))));
    await store.compact();
    const compacted = disk.crash({ keepUnsynced: 'all' });
    expect(await found(compacted)).toEqual(await found(await withoutCheckpoint(await imageOf(compacted))));
    await store.close();
    expect(await disk.readFile(path)).not.toEqual(image.get(checkpointFile));
    expect(await found(disk)).toEqual(await found(await withoutCheckpoint(await imageOf(disk))));
  });

  it('is not written of a small store, nor where damage has been accepted', async () => {
    const small = new MemoryFileSystem();
    const store = await openStore(small);
    await store.set('key', 'value');
    await store.close();
    expect(await small.stat(path)).toBeNull();
    const segment = segmentFile(1);
    const rotten = withFlippedBit(image, segment, image.get(segment)!.length >> 1, 0);
    const damaged = await withoutCheckpoint(rotten);
    await (await openStore(damaged, { acceptDamage: true })).close();
    expect(await damaged.stat(path)).toBeNull();
  });

  it('holds back nothing of what is to be said of a damaged log', async () => {
    for (const name of image.keys()) {
      if (numberInName(name) === null) continue;
      const { length } = image.get(name)!;
      for (const cut of [50, length >> 1, length - 1]) {
        const broken = withTruncated(image, name, cut);
        const context = `${name} cut to ${cut} bytes`;
        const expected = await opened(await withoutCheckpoint(broken), contents.keys(), { readOnly: true });
        const actual = await opened(await diskOf(broken), contents.keys(), { readOnly: true });
        expect(actual, context).toEqual(expected);
      }
    }
  });

  it('can be deleted, cut or replaced by anything', { timeout: hungAfterMs }, async () => {
    const whole = image.get(checkpointFile)!;
    const lengths = Array.from({ length: whole.length }, (_, length) => length);
    const cuts = lengths
      .filter((length) => long || length % 41 === 0)
      .map((length) => whole.slice(0, length));
    const longer = new Uint8Array(whole.length + 1);
    longer.set(whole);
    const others = [longer, new Uint8Array(whole.length), new Uint8Array(1000).fill(0xff)];
    for (const content of [...cuts, ...others])
      await expectUnharmed(withFile(image, checkpointFile, content));
    tried('truncations', cuts.length);
  });

  it('changes nothing when one of its bits is flipped', { timeout: hungAfterMs }, async () => {
    let count = 0;
    const bits = 8 * image.get(checkpointFile)!.length;
    for (let position = 0; position < bits; position += long ? 1 : 211) {
      await expectUnharmed(withFlippedBit(image, checkpointFile, position >> 3, position & 7));
      count += 1;
    }
    tried('flips', count);
  });

  it('fails no closing and no opening, whichever call on it fails', async () => {
    for (const kind of ['open', 'write', 'rename', 'close', 'stat', 'read', 'size'] as const) {
      for (const duration of ['once', 'stays'] as const) {
        const disk = await withoutCheckpoint(image);
        let armed = false;
        const faulty = new FaultyFileSystem(disk, (call) => {
          if (!armed || !call.path.startsWith(path) || call.kind !== kind) return;
          armed = duration === 'stays';
          throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        });
        const options = { fileSystem: faulty, create: false };
        const store = await openStore(disk, options);
        armed = true;
        await store.close();
        armed = true;
        expect(await found(disk, { fileSystem: faulty, readOnly: true }), kind).toMatchObject({ contents });
        expect(await disk.stat(`${path}.tmp`), kind).toBeNull();
      }
    }
  });

  it('hands on the parts that nobody has looked at since', async () => {
    const disk = new MemoryFileSystem();
    const keys = Array.from({ length: 20_000 }, (_, i) => ({
      op: 'set' as const,
      key: `key ${i}`,
      value: `${i}`.padEnd(50),
    }));
    const store = await openStore(disk);
    for (let i = 0; i < keys.length; i += 1000) await store.batch(keys.slice(i, i + 1000));
    await store.close();
    const first = await disk.readFile(path);
    for (let round = 0; round < 2; round++) {
      const again = await openStore(disk);
      for (let i = 0; i < 5; i++) await again.set(`big ${i} of ${round}`, bigValue);
      await again.close();
    }
    expect(await disk.readFile(path)).not.toEqual(first);
    const last = await openStore(disk, { readOnly: true });
    for (const { key, value } of keys) {
      expect(Buffer.from(last.getSync(key)!).toString()).toBe(value);
    }
    expect(last.stats().keys).toBe(keys.length + 10);
    await last.close();
    expect(await found(disk)).toEqual(await found(await withoutCheckpoint(await imageOf(disk))));
  });

  it('gives what a replay of the whole log gives, whatever was written and however it ended', async () => {
    const step = fc.oneof(
      fc.record({ op: fc.constant('set' as const), key: fc.nat(12), size: fc.nat(40), later: fc.boolean() }),
      fc.record({ op: fc.constant('big' as const), key: fc.nat(12) }),
      fc.record({ op: fc.constant('delete' as const), key: fc.nat(12) }),
      fc.constant({ op: 'reopen' as const }),
      fc.constant({ op: 'kill' as const }),
      fc.constant({ op: 'compact' as const }),
    );
    const runs = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      let disk = new MemoryFileSystem();
      let store = await openStore(disk);
      for (const [i, taken] of steps.entries()) {
        if (taken.op === 'set') {
          const value = `${i}`.padEnd(taken.size, '.');
          await store.set(`k${taken.key}`, value, taken.later ? { expireAt: openedAtMs + 1 } : {});
        } else if (taken.op === 'big') await store.set(`k${taken.key}`, bigValue + i);
        else if (taken.op === 'delete') await store.delete(`k${taken.key}`);
        else if (taken.op === 'compact') await store.compact();
        else {
          const killed = disk.crash({ keepUnsynced: 'all' });
          await store.close();
          if (taken.op === 'kill') disk = killed;
          expect(await found(disk)).toEqual(await found(await withoutCheckpoint(await imageOf(disk))));
          store = await openStore(disk);
        }
      }
      await store.close();
      expect(await found(disk)).toEqual(await found(await withoutCheckpoint(await imageOf(disk))));
    });
    await fc.assert(runs, { numRuns: long ? 500 : 25 });
  });
});

async function expectUnharmed(harmed: DiskImage): Promise<void> {
  const store = await openOn(await diskOf(harmed), { readOnly: true });
  expect(store.recovery.verdict.code).toBe('clean');
  expect(store.recovery.keys).toBe(contents.size);
  for (const key of ['big 0', 'key 1', 'key 2', 'key 100', 'expires', 'twice', 'gone']) {
    const value = await store.get(key);
    expect(value === null ? undefined : Buffer.from(value).toString('latin1'), key).toBe(contents.get(key));
  }
  await store.close();
}
