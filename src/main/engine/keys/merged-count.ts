import { isBySeq, type MovedRecords, type MovedSeqs } from '../compaction/live-walk.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { LiveBytes } from '../index/live-bytes.ts';
import { shardOf } from '../index/probing.ts';
import type { LogColumns } from './log-columns.ts';
import type { SeqShards } from './seq-table.ts';

/**
 * What of a merged segment is live once the index points at it, counted shard by shard while writes go on: the merge
 * says how long each record is that was live when it began, the table which of them still are.
 */
export class MergedCount {
  readonly #moved: readonly MovedSeqs[];
  readonly #header: SegmentHeader;
  readonly #liveBytes: LiveBytes;
  #counted = 0;

  constructor(moved: readonly MovedRecords[], header: SegmentHeader, liveBytes: LiveBytes) {
    this.#moved = moved.filter(isBySeq);
    this.#header = header;
    this.#liveBytes = liveBytes;
  }

  /** Whether this is of the segment and in a shard that is still to come. */
  isUncounted(hash: number, seq: number): boolean {
    return this.#isOfSegment(seq) && shardOf(hash) >= this.#counted;
  }

  /** Those in a shard that the merge has left out: they had expired. */
  dropped(shards: SeqShards, shard: number): { hash: number; seq: number }[] {
    const found: { hash: number; seq: number }[] = [];
    shards.eachOf(shard, (seq, hash) => {
      if (this.#isOfSegment(seq) && this.#lengthOf(seq) === 0) found.push({ hash, seq });
    });
    return found;
  }

  /** Counts the next shard. */
  add(shards: SeqShards, columns: LogColumns): void {
    let bytes = 0;
    shards.eachOf(this.#counted++, (seq) => {
      if (this.#isOfSegment(seq)) bytes += this.#lengthOf(seq) ?? lengthInLog(columns, seq);
    });
    if (bytes > 0) this.#liveBytes.add(this.#header.number, bytes);
  }

  #isOfSegment(seq: number): boolean {
    return seq >= this.#header.firstSeq && seq <= this.#header.lastSeq;
  }

  /** Of the record in the merged segment, 0 when it was left out; null when the merge does not say. */
  #lengthOf(seq: number): number | null {
    for (const { seqs, lengths } of this.#moved) {
      if (seqs.length === 0 || seq > (seqs.at(-1) as number)) continue;
      const at = positionOf(seqs, seq);
      return seqs[at] === seq ? (lengths[at] as number) : null;
    }
    return null;
  }
}

/** The first position at which a sorted array is not below `seq`. */
function positionOf(seqs: Float64Array, seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A record that cannot be found any more is nobody's gain to keep; whoever asks for its key hears of it. */
function lengthInLog(columns: LogColumns, seq: number): number {
  try {
    return columns.recordLength(seq);
  } catch {
    return 0;
  }
}
