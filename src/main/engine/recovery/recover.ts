import { readHint, replayHint } from '../compaction/read-hint.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { BulkLoad } from '../index/bulk-load.ts';
import { KeyIndex } from '../index/key-index.ts';
import type { Check } from '../scan/checks.ts';
import { type ScanResult, scanLog } from '../scan/scan-log.ts';
import { listSegments, type SegmentList } from '../scan/segment-list.ts';
import { Slicer } from '../scan/slicer.ts';
import type { ScannedFile } from '../scan/visitor.ts';
import { type Checkpoint, readCheckpoint } from './read-checkpoint.ts';
import { Replay } from './replay.ts';

/** A smaller segment is read whole: that takes no longer than its hint, and checks every frame. */
export const hintFromBytes = 1024 * 1024;

export interface RecoverOptions {
  acceptDamage: boolean;
  signal?: AbortSignal | undefined;
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  /** What `listSegments` gave, where that had to be asked at a certain moment. */
  list?: SegmentList | undefined;
  /** See `ScanOptions`. */
  leaveOut?: ReadonlySet<Check> | undefined;
}

export interface Recovered {
  scan: ScanResult;
  index: KeyIndex;
}

/** Reads what is on the disk into an index. Changes nothing. */
export async function recover(
  fileSystem: FileSystem,
  directory: string,
  options: RecoverOptions,
): Promise<Recovered> {
  const list = options.list ?? (await listSegments(fileSystem, directory));
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

/** Replays the log, all of it or what a checkpoint does not know of. */
async function replayLog(
  fileSystem: FileSystem,
  directory: string,
  options: RecoverOptions & { list: SegmentList },
  checkpoint: Checkpoint | null,
): Promise<Recovered> {
  const index = checkpoint?.index ?? new KeyIndex();
  const slicer = new Slicer(options.signal);
  const load = new BulkLoad(index);
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
      replayed: (file) => replayFromHint(fileSystem, directory, load, file, slicer),
      ...(options.signal ? { signal: options.signal } : {}),
      list: options.list,
      ...(checkpoint ? { resume: checkpoint.resume } : {}),
      ...(options.leaveOut ? { leaveOut: options.leaveOut } : {}),
    },
  );
  await load.flush(slicer);
  return { scan, index };
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
  const hint = await readHint(fileSystem, directory, binding);
  if (hint === null) return false;
  await replayHint(load, file.number, hint, slicer);
  return true;
}
