import type { ListedSegment, SegmentList } from './segment-list.ts';

/** How the segments of a list hang together. */

export interface ExpectedEnd {
  offset: number;
  chain: number;
  sealed: boolean;
}

/** Where a segment ended, by the manifest or by the segment after it; null for the one still written to. */
export function expectedEnd(list: SegmentList, index: number): ExpectedEnd | null {
  const listed = list.segments[index] as ListedSegment;
  const closed = listed.entry?.closed ?? null;
  if (closed !== null) return closed;
  const next = list.segments[index + 1]?.header ?? null;
  if (next === null || next.compacted || next.previous.number !== listed.number) return null;
  return { offset: next.previous.offset, chain: next.previous.chain, sealed: false };
}

/** Whether a segment begins where the one before it ended. True where nobody can tell. */
export function followsOn(list: SegmentList, index: number, nextSeq: number): boolean {
  const { header } = list.segments[index] as ListedSegment;
  const before = list.segments[index - 1];
  if (header === null || header.compacted) return true;
  if (before === undefined || before.header === null || before.problem !== null) return true;
  if (header.firstSeq < nextSeq) return false;
  const { previous } = header;
  if (before.header.compacted) {
    const end = before.header.previous;
    return previous.number === end.number && previous.offset === end.offset && previous.chain === end.chain;
  }
  const closed = before.entry?.closed ?? null;
  return (
    previous.number === before.number &&
    (closed === null || (previous.offset === closed.offset && previous.chain === closed.chain))
  );
}

/** Damage before a segment whose header says so has been accepted by whoever began that segment. */
export function damageAcceptedAfter(list: SegmentList, index: number): boolean {
  return list.segments.some(({ header }, i) => i > index && header?.damageAccepted === true);
}
