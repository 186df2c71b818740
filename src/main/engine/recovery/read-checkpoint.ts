import { equalBytes } from '../../../shared/bytes.ts';
import { checkpointFile } from '../format/file-names.ts';
import { checkpointKind, type IndexHead } from '../format/index-head.ts';
import type { ClosedSegment } from '../format/manifest.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { loadIndex } from '../index-file/load-index.ts';
import { type IndexFileUse, withIndexFile } from '../index-file/read-head.ts';
import { ResidentIndex } from '../keys/resident-index.ts';
import type { ResumePoint } from '../scan/scan-options.ts';
import type { SegmentList } from '../scan/segment-list.ts';
import type { Slicer } from '../scan/slicer.ts';

export interface Checkpoint {
  index: ResidentIndex;
  /** Where the log goes on that the index does not know of. */
  resume: ResumePoint;
}

/** Where a segment ends, so far. */
export interface SegmentEnding {
  number: number;
  end: number;
  closed: Pick<ClosedSegment, 'offset' | 'chain'> | null;
}

/** The index as a checkpoint holds it; null when there is none, or none that speaks of exactly these segments. */
export async function readCheckpoint(
  fileSystem: FileSystem,
  directory: string,
  list: SegmentList,
  slicer: Slicer,
): Promise<Checkpoint | null> {
  const { manifest, names, segments } = list;
  if (manifest === null || !names.includes(checkpointFile)) return null;
  if (segments.some(({ header, problem }) => problem !== null || header === null || header.damageAccepted)) {
    return null;
  }
  const endings = segments.map(({ number, size, entry }) => ({
    number,
    end: size,
    closed: entry?.closed ?? null,
  }));
  return withCheckpoint(fileSystem, directory, async (handle, head) => {
    if (!speaksOf(head, manifest.storeId, endings)) return null;
    const image = await loadIndex(handle, head, slicer);
    return image === null ? null : { index: new ResidentIndex(head.seed, image), resume: resumePoint(head) };
  });
}

/** The numbers of those segments of which the checkpoint holds all that a hint would say. */
export async function checkpointedSegments(
  fileSystem: FileSystem,
  directory: string,
  storeId: Uint8Array,
  segments: readonly SegmentEnding[],
): Promise<ReadonlySet<number>> {
  const numbers = await withCheckpoint(fileSystem, directory, async (_, head) =>
    speaksOf(head, storeId, segments) ? head.segments.slice(0, -1).map(({ number }) => number) : null,
  );
  return new Set(numbers);
}

/** How many bytes of these segments the checkpoint stands for; null when there is none for them. */
export async function checkpointReaches(
  fileSystem: FileSystem,
  directory: string,
  storeId: Uint8Array,
  segments: readonly SegmentEnding[],
): Promise<number | null> {
  if ((await fileSystem.stat(`${directory}/${checkpointFile}`)) === null) return null;
  return withCheckpoint(fileSystem, directory, async (_, head) =>
    speaksOf(head, storeId, segments) ? head.segments.reduce((sum, { offset }) => sum + offset, 0) : null,
  );
}

const withCheckpoint = <T>(
  fileSystem: FileSystem,
  directory: string,
  use: IndexFileUse<T>,
): Promise<T | null> => withIndexFile(fileSystem, `${directory}/${checkpointFile}`, checkpointKind, use);

/** Whether the log begins with exactly the segments that the checkpoint stands for, and is at least as long. */
function speaksOf(head: IndexHead, storeId: Uint8Array, segments: readonly SegmentEnding[]): boolean {
  const last = head.segments.length - 1;
  if (!equalBytes(head.storeId, storeId) || last < 0 || last >= segments.length) return false;
  return head.segments.every(({ number, offset, chain }, i) => {
    const { number: found, end, closed } = segments[i] as SegmentEnding;
    if (number !== found || offset > end) return false;
    if (i === last) return closed === null || offset <= closed.offset;
    return closed !== null && closed.offset === offset && closed.chain === chain;
  });
}

function resumePoint({ segments, position, knownSeq }: IndexHead): ResumePoint {
  const { number } = segments[segments.length - 1] as { number: number };
  const { offset, chain, nextSeq } = position;
  const covered = new Map(segments.map(({ number: of, frames, records }) => [of, { frames, records }]));
  return { from: { number, offset, chain, nextSeq }, covered, knownSeq };
}
