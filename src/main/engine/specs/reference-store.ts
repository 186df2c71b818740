import type { FsyncPolicy } from '../api.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import type { Contents } from './contents.ts';
import { type DiskImage, imageOf, storeDirectory } from './disk-image.ts';
import { Model, mixedWorkload, openedAtMs, run, writtenAtMs } from './workload.ts';

/** Where the log ended after a call, and what a store must hold then. */
export interface Checkpoint {
  file: string;
  end: number;
  contents: Contents;
}

export interface ReferenceStore {
  image: DiskImage;
  /** Oldest first; the last one is the store's state. */
  checkpoints: readonly Checkpoint[];
  /** Every value that each key ever had. */
  everTrue: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Segments that hold a few frames each. */
export const smallSegmentBytes = 700;

/**
 * A small store with everything in it: several segments, batches, deletes, deadlines, compacted segments. Its
 * process was killed, or it was closed.
 */
export async function referenceStore(options: {
  fsync: FsyncPolicy;
  ending: 'killed' | 'closed';
}): Promise<ReferenceStore> {
  let nowMs = writtenAtMs;
  const disk = new MemoryFileSystem({ now: () => nowMs });
  const store = await open(storeDirectory, {
    fileSystem: disk,
    fsync: options.fsync,
    segmentBytes: smallSegmentBytes,
    garbageShare: null,
    now: () => nowMs,
  });
  let model = new Model();
  const checkpoints: Checkpoint[] = [];
  const everTrue = new Map<string, Set<string>>();
  const mark = (): void => {
    const { file, offset } = store.previewBatch([{ op: 'set', key: 'next', value: '' }]);
    const contents = model.contentsAt(openedAtMs);
    checkpoints.push({ file, end: offset, contents });
    for (const [key, value] of contents) everTrue.set(key, (everTrue.get(key) ?? new Set()).add(value));
  };
  mark();
  for (const step of mixedWorkload()) {
    nowMs += 1;
    await run(store, step);
    model = model.after(step);
    mark();
  }
  const killed = await imageOf(disk.crash({ keepUnsynced: 'all' }));
  await store.close();
  const image = options.ending === 'killed' ? killed : await imageOf(disk);
  return { image, checkpoints, everTrue };
}

export const finalContents = (reference: ReferenceStore): Contents =>
  reference.checkpoints[reference.checkpoints.length - 1]!.contents;
