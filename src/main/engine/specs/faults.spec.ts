import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WalscopeError } from '../../../shared/errors.ts';
import type { OpenOptions, Store } from '../api.ts';
import { type CallKind, type Fault, FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { type Attempt, attemptAll, violations } from './attempts.ts';
import { contentsOf } from './contents.ts';
import { storeDirectory } from './disk-image.ts';
import { indexKinds } from './index-kinds.ts';
import { openOn } from './opened.ts';
import { smallSegmentBytes } from './reference-store.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { mixedWorkload, openedAtMs, writes, writtenAtMs } from './workload.ts';

let given: OpenOptions = {};

const kinds: CallKind[] = [
  'open',
  'list',
  'stat',
  'rename',
  'unlink',
  'mkdir',
  'syncDirectory',
  'readFile',
  'read',
  'write',
  'sync',
  'truncate',
  'size',
  'close',
];

/** Bytes of a failing write that get through all the same: none, part of a header, part of a frame, all. */
const shortWrites = [0, 30, 70, Number.POSITIVE_INFINITY];

interface Outcome {
  disk: MemoryFileSystem;
  faulty: FaultyFileSystem;
  attempts: Attempt[];
  store: Store | null;
}

function openFaulty(faulty: FaultyFileSystem, options: OpenOptions = {}): Promise<Store> {
  return open(storeDirectory, {
    fileSystem: faulty,
    segmentBytes: smallSegmentBytes,
    garbageShare: null,
    now: () => writtenAtMs,
    ...given,
    ...options,
  });
}

/** The whole life of a store with one fault in it: opening, all calls, closing. */
async function live(fault: Fault | null): Promise<Outcome> {
  const disk = new MemoryFileSystem();
  const faulty = new FaultyFileSystem(disk);
  if (fault !== null) faulty.arm(fault);
  let store: Store;
  try {
    store = await openFaulty(faulty);
  } catch (error) {
    if (!(error instanceof WalscopeError)) throw error;
    return { disk, faulty, attempts: [], store: null };
  }
  const attempts = await attemptAll(store, mixedWorkload());
  // The fault may strike this reading: it is refused then, and the next one is not.
  const contents = await contentsOf(store).catch(() => contentsOf(store));
  expect(violations(contents, attempts, writtenAtMs), 'in memory').toEqual([]);
  return { disk, faulty, attempts, store };
}

async function closeWhateverHappens(store: Store | null): Promise<void> {
  await store?.close().catch((error: unknown) => {
    if (!(error instanceof WalscopeError)) throw error;
  });
}

async function expectRecovered(
  disk: MemoryFileSystem,
  attempts: readonly Attempt[],
  context: string,
): Promise<void> {
  const store = await openOn(disk, { create: true, ...given });
  expect(store.recovery.verdict.damage, `${context}: ${store.recovery.verdict.sentence}`).not.toBe('corrupt');
  expect(violations(await contentsOf(store), attempts, openedAtMs), context).toEqual([]);
  expect(store.readOnly, context).toBe(false);
  await store.set('after', 'restart');
  await store.close();
}

describe.each(indexKinds)('$index', ({ indexOptions }) => {
  beforeEach(() => {
    given = indexOptions;
  });

  describe.each(['EIO', 'ENOSPC'] as const)('one call that fails with %s', (errno) => {
    it.each(kinds)(
      '%s: loses nothing acknowledged, wherever it strikes',
      { timeout: hungAfterMs },
      async (kind) => {
        const calm = await live(null);
        await closeWhateverHappens(calm.store);
        const calls = calm.faulty.count(kind);
        const stride = long ? 1 : Math.ceil(calls / 25);
        for (let nth = 1, turn = 0; nth <= calls; nth += stride, turn++) {
          const shortBytes = kind === 'write' ? shortWrites[turn % shortWrites.length]! : 0;
          const context = `${kind} ${nth} of ${calls} fails with ${errno} after ${shortBytes} bytes`;
          const fault: Fault = { kind, nth, errno, duration: 'once', shortBytes };
          const { disk, faulty, attempts, store } = await live(fault);
          expectFinalAfterFailedFsync(attempts, store, context);
          await closeWhateverHappens(store);
          faulty.heal();
          await expectRecovered(disk.crash({ keepUnsynced: 'all' }), attempts, `${context}, restart`);
          await expectRecovered(disk.crash({ keepUnsynced: 'none' }), attempts, `${context}, power loss`);
        }
        tried('faults', Math.ceil(calls / stride));
      },
    );
  });
});

/** A failed fsync says that pages may be gone; trying again would only seem to work. */
function expectFinalAfterFailedFsync(
  attempts: readonly Attempt[],
  store: Store | null,
  context: string,
): void {
  const first = attempts.findIndex(({ refused }) => refused?.code === 'FSYNC_FAILED');
  if (first === -1) return;
  expect(store?.readOnly, context).toBe(true);
  expect(store?.durability().failure, context).not.toBeNull();
  for (const { step, refused } of attempts.slice(first).filter((attempt) => writes(attempt.step))) {
    // Deleting what is not there needs no write.
    if (step.kind === 'write' && step.change.op === 'delete') continue;
    expect(['FSYNC_FAILED', 'READ_ONLY'], context).toContain(refused?.code);
  }
}

describe('a failed fsync of the log', () => {
  it('is told to the caller who waits for it, and ends all writing', async () => {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    const store = await openFaulty(faulty);
    await store.set('before', 'proven');
    faulty.arm({ kind: 'sync', nth: faulty.count('sync') + 1, errno: 'EIO', duration: 'once' });
    const together = await Promise.allSettled([store.set('a', '1'), store.set('b', '2')]);
    for (const result of together) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'FSYNC_FAILED' } });
    }
    expect(store.readOnly).toBe(true);
    await expect(store.set('c', '3')).rejects.toBeInstanceOf(WalscopeError);
    await expect(store.snapshot()).rejects.toBeInstanceOf(WalscopeError);
    expect(Buffer.from((await store.get('before'))!).toString()).toBe('proven');
    await closeWhateverHappens(store);
  });

  it('ends all writing also when nobody waits for it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const faulty = new FaultyFileSystem(new MemoryFileSystem());
      const store = await openFaulty(faulty, { fsync: 'everysec' });
      const reasons: string[] = [];
      store.listen({ onReadOnly: (reason) => reasons.push(reason) });
      await expect(store.set('a', '1')).resolves.toMatchObject({ durable: false });
      await vi.advanceTimersByTimeAsync(1_500);
      expect(store.durability()).toMatchObject({ durableSeq: 1, failure: null });
      await store.set('b', '2');
      faulty.arm({ kind: 'sync', nth: faulty.count('sync') + 1, errno: 'EIO', duration: 'once' });
      await vi.advanceTimersByTimeAsync(1_500);
      expect(reasons).toHaveLength(1);
      expect(store.durability()).toMatchObject({ durableSeq: 1, acknowledgedSeq: 2 });
      expect(store.durability().failure).not.toBeNull();
      await expect(store.set('c', '3')).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
      await closeWhateverHappens(store);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a disk that fills up', () => {
  it.each([0, 1, 40])(
    'refuses writes, stays readable and goes on when there is space (%i bytes got through)',
    async (shortBytes) => {
      const disk = new MemoryFileSystem();
      const faulty = new FaultyFileSystem(disk);
      let nowMs = writtenAtMs;
      const store = await openFaulty(faulty, { now: () => nowMs });
      await store.set('before', '1');
      const nth = faulty.count('write') + 1;
      faulty.arm({ kind: 'write', nth, errno: 'ENOSPC', duration: 'stays', shortBytes });
      for (const key of ['x', 'y']) {
        await expect(store.set(key, 'refused')).rejects.toMatchObject({ code: 'NO_SPACE' });
        nowMs += 5_000;
      }
      expect(store.readOnly).toBe(true);
      expect(Buffer.from((await store.get('before'))!).toString()).toBe('1');
      faulty.heal();
      nowMs += 5_000;
      await store.set('after', '2');
      expect(store.readOnly).toBe(false);
      await store.close();
      const again = await openOn(disk);
      expect(again.recovery.verdict.code).toBe('clean');
      expect(await contentsOf(again)).toEqual(
        new Map([
          ['after', '2'],
          ['before', '1'],
        ]),
      );
      await again.close();
    },
  );

  it('can be closed cleanly while it is full', async () => {
    const disk = new MemoryFileSystem();
    const store = await openFaulty(new FaultyFileSystem(disk));
    await store.set('before', '1');
    disk.capacityBytes = disk.usedBytes;
    await expect(store.set('x', 'y'.repeat(100_000))).rejects.toMatchObject({ code: 'NO_SPACE' });
    await store.close();
    const again = await openOn(disk.crash({ keepUnsynced: 'none' }));
    expect(again.recovery.verdict.damage).toBe('none');
    expect(await contentsOf(again)).toEqual(new Map([['before', '1']]));
    await again.close();
  });
});
