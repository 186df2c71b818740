import { checkpointFile, hintFile } from '../format/file-names.ts';
import { checkpointKind, type IndexHead } from '../format/index-head.ts';
import { segmentHeaderLength } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { KeyIndex } from '../index/key-index.ts';
import { imageHead } from '../index-file/image-head.ts';
import { putIndexFile, temporaryOf } from '../index-file/put-index-file.ts';
import { Slicer } from '../scan/slicer.ts';
import type { Segment } from '../segments/segment.ts';
import { checkpointReaches } from './read-checkpoint.ts';

/** A log that is shorter than this, or that has grown by less since the last checkpoint, is read again in no time. */
export const checkpointFromBytes = 1024 * 1024;

/** A store that nobody writes to any more: its index, and the log that it stands for, all of which is durable. */
export interface CheckpointSource {
  directory: string;
  storeId: Uint8Array;
  index: KeyIndex;
  /** In the order of replay; the last one is still open. */
  segments: readonly Segment[];
  /** Chain value at the end of the log, and sequence number of the next record. */
  chain: number;
  nextSeq: number;
}

/**
 * Writes the index beside the log, for the next opening to read instead of all that it was made from. Nothing hangs on
 * it: it is not synced, a damaged one is not used, and one that cannot be written is left out.
 */
export async function writeCheckpoint(fileSystem: FileSystem, source: CheckpointSource): Promise<void> {
  const path = `${source.directory}/${checkpointFile}`;
  try {
    if (!(await isWorthwhile(fileSystem, source))) return;
    const image = source.index.image();
    await putIndexFile(fileSystem, path, checkpointKind, headOf(source, image), image, new Slicer());
    await removeHints(fileSystem, source);
  } catch {
    await fileSystem.unlink(temporaryOf(path)).catch(() => undefined);
  }
}

/** What the hints of closed segments say stands in the checkpoint now. */
async function removeHints(fileSystem: FileSystem, { directory, segments }: CheckpointSource): Promise<void> {
  const names = new Set(
    segments.filter(({ closed }) => closed !== null).map(({ number }) => hintFile(number)),
  );
  for (const name of await fileSystem.list(directory)) {
    if (names.has(name)) await fileSystem.unlink(`${directory}/${name}`);
  }
}

async function isWorthwhile(fileSystem: FileSystem, { directory, storeId, segments }: CheckpointSource) {
  const last = segments.at(-1);
  if (last === undefined || last.closed !== null || (last.frames > 0 && last.lastFrame === null))
    return false;
  if (segments.some(({ header }) => header.damageAccepted)) return false;
  if (segments.reduce((sum, { end }) => sum + end, 0) < checkpointFromBytes) return false;
  const ends = segments.map(({ number, end, closed }) => ({ number, end, closed }));
  const reached = await checkpointReaches(fileSystem, directory, storeId, ends);
  return reached === null || ends.reduce((sum, { end }) => sum + end, -reached) >= checkpointFromBytes;
}

function headOf(source: CheckpointSource, image: IndexImage): Omit<IndexHead, 'blocks'> {
  const last = source.segments.at(-1) as Segment;
  const { offset, chainBefore, records } = last.lastFrame ?? {
    offset: segmentHeaderLength,
    chainBefore: source.chain,
    records: 0,
  };
  return {
    ...imageHead(image),
    storeId: source.storeId,
    position: { offset, chain: chainBefore, nextSeq: source.nextSeq - records },
    knownSeq: source.nextSeq - 1,
    segments: source.segments.map((segment) => ({
      number: segment.number,
      frames: segment === last ? Math.max(segment.frames - 1, 0) : segment.frames,
      records: segment === last ? segment.records - records : segment.records,
      offset: segment.closed?.offset ?? offset,
      chain: segment.closed?.chain ?? chainBefore,
      liveBytes: image.liveBytes.get(segment.number) ?? 0,
    })),
  };
}
