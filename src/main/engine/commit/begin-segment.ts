import { randomInt } from 'node:crypto';
import { segmentFile } from '../format/file-names.ts';
import { encodeSegmentHeader, firstChain, type SegmentHeader } from '../format/segment-header.ts';
import { Segment } from '../segments/segment.ts';
import { SegmentDigest } from '../segments/segment-digest.ts';
import { prove } from './failures.ts';
import type { LogWriterParts } from './log-writer.ts';

/** How the segment that is written to ends; null when the next one has yet to be begun. */
export interface WritePosition {
  segment: Segment;
  chain: number;
  digest: SegmentDigest;
  /** Length of the file, which may reach beyond the segment's end. */
  fileBytes: number;
}

/** What tells the new segment from others. */
export interface NewSegment
  extends Pick<SegmentHeader, 'number' | 'previous' | 'firstSeq' | 'damageAccepted' | 'patches'> {}

/**
 * Makes a segment to write to: its header is on the disk, then its name, then the manifest says that it counts.
 * When any of that fails the file is removed again, unless the manifest may have come to count it.
 */
export async function beginSegment(
  parts: Pick<LogWriterParts, 'fileSystem' | 'directory' | 'storeId' | 'segments' | 'manifest' | 'now'>,
  fresh: NewSegment,
): Promise<WritePosition> {
  const { fileSystem, directory, storeId, segments, manifest, now } = parts;
  const path = `${directory}/${segmentFile(fresh.number)}`;
  const header: SegmentHeader = {
    ...fresh,
    storeId,
    compacted: false,
    lastSeq: 0,
    createdMs: Math.max(now(), 0),
    salt: newSalt(),
  };
  const bytes = encodeSegmentHeader(header);
  const handle = await fileSystem.open(path, 'create');
  try {
    await handle.write(bytes, 0);
    await prove(segmentFile(fresh.number), () => handle.sync());
    await prove('the directory', () => fileSystem.syncDirectory(directory));
    const segment = new Segment(header, handle, { end: bytes.length, frames: 0, records: 0, closed: null });
    await manifest.change((current) => [
      ...current.map((entry) => segments.get(entry.number)?.manifestEntry ?? entry),
      segment.manifestEntry,
    ]);
    const digest = new SegmentDigest();
    digest.update(bytes, 0);
    return { segment, chain: firstChain(bytes), digest, fileBytes: bytes.length };
  } catch (error) {
    await handle.close().catch(() => undefined);
    if (!manifest.mayCount(fresh.number)) await fileSystem.unlink(path).catch(() => undefined);
    throw error;
  }
}

export const newSalt = (): { marker: number; seed: number } => ({
  marker: randomInt(2 ** 32),
  seed: randomInt(2 ** 32),
});
