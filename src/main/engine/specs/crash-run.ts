import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy, OpenOptions, Store } from '../api.ts';
import { FaultyFileSystem } from '../fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { storeDirectory } from './disk-image.ts';
import { smallSegmentBytes } from './reference-store.ts';
import { run, type Step, writtenAtMs } from './workload.ts';

export interface CrashRun {
  disk: MemoryFileSystem;
  /** What the store was opened with besides, and is to be opened with again. */
  openOptions: OpenOptions;
  /** Calls to the file system in all, or up to the crash. */
  calls: number;
  /** Steps asked for. */
  asked: number;
  /** Steps that a power loss must not undo: the policy promised them to callers who had been answered. */
  promised: number;
  /** Steps whose callers had been answered, as all before them had. */
  answered: number;
}

/**
 * Runs a workload, `width` calls at a time, on a disk that stops at the given call to it; without one it runs to
 * its end.
 */
export async function crashRun(options: {
  steps: readonly Step[];
  width: number;
  fsync: FsyncPolicy;
  crashAtCall: number | null;
  /** When that call is a write: bytes of it that still got through. Default 0. */
  tornBytes?: number;
  /** The disk it starts from; an empty one unless given. */
  disk?: MemoryFileSystem;
  /** What to open the store with besides. */
  openOptions?: OpenOptions;
}): Promise<CrashRun> {
  const disk = options.disk ?? new MemoryFileSystem();
  const { openOptions = {} } = options;
  const result: CrashRun = { disk, openOptions, calls: 0, asked: 0, answered: 0, promised: 0 };
  const { crashAtCall, tornBytes = 0 } = options;
  const faulty: FaultyFileSystem = new FaultyFileSystem(disk, ({ number, kind, numberOfKind }) => {
    if (crashAtCall === null || number < crashAtCall) result.calls = number;
    else if (number === crashAtCall && kind === 'write' && tornBytes > 0) {
      faulty.arm({ kind, nth: numberOfKind, errno: 'EIO', duration: 'once', shortBytes: tornBytes });
    } else faulty.crash();
  });
  let store: Store | null = null;
  try {
    store = await open(storeDirectory, {
      fileSystem: faulty,
      fsync: options.fsync,
      segmentBytes: smallSegmentBytes,
      garbageShare: null,
      now: () => writtenAtMs,
      ...openOptions,
    });
    await runAll(store, options.steps, options.width, options.fsync, result);
    await store.close();
  } catch (error) {
    if (!(error instanceof WalscopeError)) throw error;
    // The machine has stopped; what its memory held is gone.
    await store?.close().catch(() => undefined);
  }
  return result;
}

async function runAll(
  store: Store,
  steps: readonly Step[],
  width: number,
  fsync: FsyncPolicy,
  result: CrashRun,
): Promise<void> {
  for (let first = 0; first < steps.length; first += width) {
    const together = steps.slice(first, first + width);
    // Maintenance may take longer than the writes beside it, and promises nothing.
    const answered = together.map((step) => step.kind === 'snapshot' || step.kind === 'compact');
    result.asked = first + together.length;
    const settled = await Promise.allSettled(
      together.map(async (step, index) => {
        await run(store, step);
        answered[index] = true;
        const inOrder = answered.indexOf(false) === -1 ? together.length : answered.indexOf(false);
        result.answered = first + inOrder;
        if (fsync === 'always' || step.kind === 'sync') result.promised = first + inOrder;
      }),
    );
    for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  }
}
