import type { Segment } from '../segments/segment.ts';

/** Offsets within a segment have 32 bits in the index. */
const maxMergedBytes = 3 * 1024 ** 3;

/** Cuts segments that follow each other into runs of which each fits into one segment. */
export function runsOf(segments: readonly Segment[]): Segment[][] {
  const runs: Segment[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    if (bytes + segment.end > maxMergedBytes) {
      runs.push([]);
      bytes = 0;
    }
    runs.at(-1)?.push(segment);
    bytes += segment.end;
  }
  return runs;
}
