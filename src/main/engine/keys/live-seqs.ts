import type { LiveSeqs } from '../compaction/live-records.ts';
import { shardCount } from '../index/probing.ts';
import type { Slicer } from '../scan/slicer.ts';
import type { MappedSegments } from './mapped-segments.ts';
import type { SeqShards } from './seq-table.ts';

/** The sequence numbers in a frozen table whose records lie in each of these segments, in no order. */
export async function liveSeqs(
  shards: SeqShards,
  mapped: MappedSegments,
  segments: readonly number[],
  slicer: Slicer,
): Promise<LiveSeqs[]> {
  const counts = new Uint32Array(mapped.ordered.length);
  await each(shards, slicer, (seq) => counts[mapped.indexOf(seq)]!++);
  const seqs = Array.from(counts, (count) => new Float64Array(count));
  const used = new Uint32Array(counts.length);
  await each(shards, slicer, (seq) => {
    const at = mapped.indexOf(seq);
    const ofSegment = seqs[at] as Float64Array;
    ofSegment[used[at]!++] = seq;
  });
  const numbers = mapped.ordered.map(({ segment }) => segment.number);
  return segments.map((segment) => ({
    segment,
    seqs: seqs[numbers.indexOf(segment)] ?? new Float64Array(0),
  }));
}

async function each(shards: SeqShards, slicer: Slicer, visit: (seq: number) => void): Promise<void> {
  for (let shard = 0; shard < shardCount; shard++) {
    shards.eachOf(shard, visit);
    if (slicer.dueNow()) await slicer.yield();
  }
}
