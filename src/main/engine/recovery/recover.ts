import { readHint, replayHint } from '../compaction/read-hint.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { BulkLoad } from '../index/bulk-load.ts';
import { seedOf } from '../index/hash-seed.ts';
import { ResidentIndex } from '../keys/resident-index.ts';
import type { IndexLoad, StoreIndex } from '../keys/store-index.ts';
import type { Check } from '../scan/checks.ts';
import { scanLog } from '../scan/scan-log.ts';
import type { ScanResult } from '../scan/scan-result.ts';
import { listSegments, type SegmentList } from '../scan/segment-list.ts';
import { Slicer } from '../scan/slicer.ts';
import type { ScannedFile } from '../scan/visitor.ts';
import { LogLoad } from './log-load.ts';
import { type Checkpoint, readCheckpoint } from './read-checkpoint.ts';
import { Replay } from './replay.ts';

/** A smaller segment is read whole: that takes no longer than its hint, and checks every frame. */
export const hintFromBytes = 1024 * 1024;

export interface RecoverOptions {
  acceptDamage: boolean;
  /** See `OpenOptions`. Default true. */
  keysInMemory?: boolean | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  /** What `listSegments` gave, where that had to be asked at a certain moment. */
  list?: SegmentList | undefined;
  /** See `ScanOptions`. */
  leaveOut?: ReadonlySet<Check> | undefined;
}

export interface Recovered {
  scan: ScanResult;
  /** To be attached to the segments, once they are open, before anything is looked up. */
  index: StoreIndex;
}

/** Reads what is on the disk into an index. Changes nothing. */
export async function recover(
  fileSystem: FileSystem,
  directory: string,
  options: RecoverOptions,
): Promise<Recovered> {
  const list = options.list ?? (await listSegments(fileSystem, directory));
  if (options.keysInMemory === false) return replayWithoutKeys(fileSystem, directory, { ...options, list });
  const asUsual = !options.acceptDamage && options.leaveOut === undefined;
  const slicer = new Slicer(options.signal);
  const checkpoint = asUsual ? await readCheckpoint(fileSystem, directory, list, slicer) : null;
  if (checkpoint !== null) {
    const recovered = await replayLog(fileSystem, directory, { ...options, list }, checkpoint);
    const { code } = recovered.scan.verdict;
    // Whatever else there is to be said is said of the whole log.
    if (code === 'clean' || code === 'torn-tail') return recovered;
  }
  return replayLog(fileSystem, directory, { ...options, list }, null);
}

type ListedOptions = RecoverOptions & { list: SegmentList };

/** Replays the log, all of it or what a checkpoint does not know of. */
async function replayLog(
  fileSystem: FileSystem,
  directory: string,
  options: ListedOptions,
  checkpoint: Checkpoint | null,
): Promise<Recovered> {
  const index = checkpoint?.index ?? new ResidentIndex(seedOf(options.list.storeId));
  const load = new BulkLoad(index);
  const slicer = new Slicer(options.signal);
  const replayed = (file: ScannedFile) => replayFromHint(fileSystem, directory, load, file, slicer);
  return { scan: await replayInto(fileSystem, directory, options, load, { checkpoint, replayed }), index };
}

/** Replays all of the log into an index that keeps no keys: neither checkpoint nor hint says where each frame begins. */
async function replayWithoutKeys(
  fileSystem: FileSystem,
  directory: string,
  options: ListedOptions,
): Promise<Recovered> {
  const load = await LogLoad.begin(fileSystem, directory, options.list);
  try {
    return { scan: await replayInto(fileSystem, directory, options, load, {}), index: load.index };
  } finally {
    await load.end();
  }
}

async function replayInto(
  fileSystem: FileSystem,
  directory: string,
  options: ListedOptions,
  load: IndexLoad,
  shortcuts: { checkpoint?: Checkpoint | null; replayed?: (file: ScannedFile) => Promise<boolean> },
): Promise<ScanResult> {
  const { checkpoint, replayed } = shortcuts;
  const slicer = new Slicer(options.signal);
  const replay = new Replay(load, slicer, checkpoint?.resume.knownSeq ?? 0);
  const scan = await scanLog(
    fileSystem,
    directory,
    {
      file: (file) => replay.enter(file),
      record: (record) => replay.record(record),
      replay: (payload) => replay.payload(payload),
      frameEnd: () => replay.flushIfFull(),
      slice: (done, total) => options.onProgress?.(done, total),
    },
    {
      acceptDamage: options.acceptDamage,
      ...(replayed ? { replayed } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      list: options.list,
      ...(checkpoint ? { resume: checkpoint.resume } : {}),
      ...(options.leaveOut ? { leaveOut: options.leaveOut } : {}),
    },
  );
  await load.flush(slicer);
  return scan;
}

async function replayFromHint(
  fileSystem: FileSystem,
  directory: string,
  load: BulkLoad,
  file: ScannedFile,
  slicer: Slicer,
): Promise<boolean> {
  const closed = file.entry?.closed;
  if (!closed || file.header === null || file.size < hintFromBytes) return false;
  const { storeId } = file.header;
  const binding = { storeId, segment: file.number, endOffset: closed.offset, endChain: closed.chain };
  const hint = await readHint(fileSystem, directory, binding, slicer);
  if (hint === null) return false;
  await replayHint(load, hint, slicer);
  return true;
}
