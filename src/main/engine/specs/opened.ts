import { expect } from 'vitest';
import { WalscopeError } from '../../../shared/errors.ts';
import type { OpenOptions, Store, Verdict } from '../api.ts';
import type { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { type Contents, readableContentsOf, textOf } from './contents.ts';
import { storeDirectory } from './disk-image.ts';
import { smallSegmentBytes } from './reference-store.ts';
import { openedAtMs } from './workload.ts';

/** What came of opening a disk: a store's contents and its verdict, or a refusal that a program can name. */
export type Opened =
  | {
      refused: null;
      readOnly: boolean;
      verdict: Verdict;
      lastSeq: number;
      contents: Contents;
      unreadable: readonly string[];
    }
  | { refused: WalscopeError };

/** Refusals that say something about the directory. Anything else is a bug, as is any other kind of error. */
const honestRefusals = new Set(['CORRUPT', 'WRONG_STORE', 'UNSUPPORTED_VERSION', 'NOT_FOUND']);

export function openOn(disk: MemoryFileSystem, options: OpenOptions = {}): Promise<Store> {
  return open(storeDirectory, {
    fileSystem: disk,
    create: false,
    garbageShare: null,
    segmentBytes: smallSegmentBytes,
    now: () => openedAtMs,
    ...options,
  });
}

/** Opens, reads every key of `keys` and every key that the index knows, and closes. */
export async function opened(
  disk: MemoryFileSystem,
  keys: Iterable<string>,
  options: OpenOptions = {},
): Promise<Opened> {
  let store: Store;
  try {
    store = await openOn(disk, options);
  } catch (error) {
    if (!(error instanceof WalscopeError)) throw error;
    expect(honestRefusals, error.message).toContain(error.code);
    return { refused: error };
  }
  try {
    const all = new Set([...keys, ...(await keysOf(store))]);
    const { contents, unreadable } = await readableContentsOf(store, all);
    const { verdict, lastSeq } = store.recovery;
    return { refused: null, readOnly: store.readOnly, verdict, lastSeq, contents, unreadable };
  } finally {
    await store.close();
  }
}

/** Keys as the index has them: no value is read. */
async function keysOf(store: Store): Promise<string[]> {
  const view = await store.orderedView();
  try {
    return [...view.ids].map((id) => textOf(view.key(id)));
  } finally {
    view.release();
  }
}

/** Writes one more key after a recovery, restarts, and expects to find what was there and the new key. */
export async function expectWritable(disk: MemoryFileSystem, found: Contents, after: number): Promise<void> {
  const store = await openOn(disk);
  const { lastSeq } = await store.set('written after recovery', 'new');
  expect(lastSeq, 'sequence number after recovery').toBeGreaterThan(after);
  await store.close();
  const again = await opened(disk, found.keys());
  if (again.refused !== null) throw again.refused;
  expect(again.contents).toEqual(new Map([...found, ['written after recovery', 'new']]));
  expect(again.readOnly).toBe(false);
}
