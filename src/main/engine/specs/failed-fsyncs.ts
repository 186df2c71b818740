import type { OpenOptions, Store } from '../api.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';

export interface FailedFsync {
  /** Which one of those that the work makes, from 1 on. */
  nth: number;
  /** It still shows what was written, and will never write it. */
  disk: MemoryFileSystem;
}

/** The disks on which each fsync that `work` makes has failed, of files or of directories; the store is closed. */
export async function* failedFsyncs(
  directory: string,
  options: OpenOptions,
  kind: 'sync' | 'syncDirectory',
  { before, work }: { before?: (store: Store) => Promise<void>; work: (store: Store) => Promise<unknown> },
): AsyncGenerator<FailedFsync> {
  for (let nth = 1; ; nth++) {
    const disk = new MemoryFileSystem();
    const faulty = new FaultyFileSystem(disk);
    const store = await open(directory, { ...options, fileSystem: faulty });
    await before?.(store);
    faulty.arm({ kind, nth: faulty.count(kind) + nth, errno: 'EIO', duration: 'once' });
    const hasFailed = await work(store).then(
      () => false,
      () => true,
    );
    disk.dropUnsynced();
    await store.close().catch(() => undefined);
    if (!hasFailed) return;
    yield { nth, disk };
  }
}
