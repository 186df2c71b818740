import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { writtenAtMs } from './workload.ts';

/** A disk whose fsyncs take until someone lets them through. */
class SlowDisk extends MemoryFileSystem {
  #held: Promise<void> | null = null;
  #release: () => void = () => undefined;
  waiting = 0;

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  letThrough(): void {
    this.#release();
    this.#held = null;
  }

  override async open(...given: Parameters<FileSystem['open']>): Promise<FileHandle> {
    const handle = await super.open(...given);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      this.waiting += 1;
      await this.#held;
      await sync();
    };
    return handle;
  }
}

/** Lets everything run that waits for no timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('answers at once, proves about a second later, and waits when an fsync is over two seconds late', async () => {
  let nowMs = writtenAtMs;
  const disk = new SlowDisk();
  const store = await open('/store', { fileSystem: disk, fsync: 'everysec', now: () => nowMs });
  expect(await store.set('a', '1')).toMatchObject({ durable: false });
  expect(store.durability()).toMatchObject({ durableSeq: 0, gapSinceMs: writtenAtMs });

  disk.hold();
  const before = disk.waiting;
  nowMs += 1_000;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(disk.waiting, 'an fsync is under way').toBe(before + 1);
  nowMs += 900;
  await store.set('b', '2');

  nowMs += 200;
  let answered = false;
  const late = store.set('c', '3').then(() => {
    answered = true;
  });
  await settle();
  expect(answered, 'answered although the fsync is late').toBe(false);
  disk.letThrough();
  await late;
  expect(store.durability().durableSeq).toBeGreaterThanOrEqual(1);
  await store.close();
});
