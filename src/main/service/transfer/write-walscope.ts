import { storedKey } from '../../../shared/database-key.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Change, Store } from '../../engine/api.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { open } from '../../engine/open.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import { writeDirectory } from '../../formats/log/write-directory.ts';

/** Keys gather to about so many, or so many bytes, before they are written as one batch. */
const batchKeys = 8192;
const batchBytes = 4 * 1024 * 1024;

/** Writes a Walscope directory with the engine itself; it appears whole or not at all. */
export async function writeWalscope(
  directory: string,
  keys: AsyncIterable<LiveKey>,
  options: { fileSystem: FileSystem; signal?: AbortSignal },
): Promise<{ keys: number }> {
  return writeDirectory(directory, options, async (temporary) => {
    const store = await open(temporary, { fileSystem: options.fileSystem, fsync: 'no', garbageShare: null });
    try {
      const count = await fill(store, keys, options.signal);
      const { failure } = await store.sync();
      if (failure !== null) throw new WalscopeError('FSYNC_FAILED', failure);
      return { keys: count };
    } finally {
      await store.close();
    }
  });
}

async function fill(store: Store, keys: AsyncIterable<LiveKey>, signal?: AbortSignal): Promise<number> {
  let changes: Change[] = [];
  let bytes = 0;
  let count = 0;
  for await (const { db, key: own, type, value, expireAt } of keys) {
    const key = storedKey(db, own);
    if (signal?.aborted)
      throw new WalscopeError('CANCELLED', 'The conversion was cancelled; nothing was written.');
    changes.push({ op: 'set', key, value, type, expireAt });
    bytes += key.length + value.length;
    count++;
    if (changes.length < batchKeys && bytes < batchBytes) continue;
    await store.batch(changes);
    changes = [];
    bytes = 0;
  }
  if (changes.length > 0) await store.batch(changes);
  return count;
}
