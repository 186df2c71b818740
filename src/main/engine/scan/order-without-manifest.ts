import { equalBytes } from '../../../shared/bytes.ts';
import type { ListedSegment } from './segment-list.ts';

/**
 * The order of replay as the segments' own headers give it, for when the manifest cannot be read: by sequence
 * number, without those that a compacted segment stands for.
 */
export function orderWithoutManifest(
  all: readonly ListedSegment[],
  storeId: Uint8Array | null,
): ListedSegment[] {
  const own = all.filter(
    ({ header }) => header === null || storeId === null || equalBytes(header.storeId, storeId),
  );
  const compacted = own.filter(({ header }) => header?.compacted);
  const kept = own.filter(
    (segment) => !compacted.some((other) => other !== segment && standsFor(other, segment)),
  );
  return kept.sort((a, b) => firstSeq(a) - firstSeq(b) || a.number - b.number);
}

/** A compacted segment stands for every older one whose records lie in its range. */
function standsFor(compacted: ListedSegment, segment: ListedSegment): boolean {
  const range = compacted.header;
  const { header } = segment;
  if (range === null || header === null || segment.number > compacted.number) return false;
  return header.firstSeq >= range.firstSeq && header.firstSeq <= range.lastSeq;
}

/** One whose header cannot be read goes where its number stands: its records cannot be read anyhow. */
const firstSeq = (segment: ListedSegment): number => segment.header?.firstSeq ?? Number.MAX_SAFE_INTEGER;
