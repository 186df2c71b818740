import { LiveBytes } from '../index/live-bytes.ts';
import type { MergedCount } from './merged-count.ts';
import { SeqTable } from './seq-table.ts';

/** A load settles after so many changes: more of them would outlive the collector's first look at them. */
const settledAtOnce = 1024;

/** A record: in which segment it lies, and how many bytes it takes there. */
export interface CountedRecord {
  seq: number;
  segment: number;
  bytes: number;
}

/** What a key's newest record was and is; null: there is none. */
interface Change {
  hash: number;
  before: CountedRecord | null;
  after: CountedRecord | null;
}

/**
 * Which record is the newest of each key, how many keys there are, and how many bytes of each segment are live. What
 * has been changed can be taken back until it is settled.
 */
export class SeqLedger {
  readonly table = new SeqTable();
  readonly liveBytes = new LiveBytes();
  #count = 0;
  #changes: Change[] = [];
  /** While the live bytes of a merged segment are counted. */
  merged: MergedCount | null = null;

  /** Keys there are. */
  get count(): number {
    return this.#count;
  }

  /** Then `settle` before the next change. */
  get isFull(): boolean {
    return this.#changes.length >= settledAtOnce;
  }

  /** The newest record of a key with this hash was `before` and is `after`; at most one of them is null. */
  change(hash: number, before: CountedRecord | null, after: CountedRecord | null): void {
    this.#changes.push({ hash, before, after });
    this.#replace(hash, before, after);
    if (after !== null) this.liveBytes.add(after.segment, after.bytes);
    // What of a merge has not been counted yet is not there any more when it is.
    if (before !== null && !this.merged?.isUncounted(hash, before.seq)) {
      this.liveBytes.add(before.segment, -before.bytes);
    }
  }

  /** What has been changed since the last call stands; or none of it does. */
  settle(succeeded: boolean): void {
    if (!succeeded) {
      for (const { hash, before, after } of this.#changes.reverse()) {
        this.#replace(hash, after, before);
        if (after !== null) this.liveBytes.add(after.segment, -after.bytes);
        if (before !== null) this.liveBytes.add(before.segment, before.bytes);
      }
    }
    this.#changes.length = 0;
  }

  /** A key whose record is not there any more, in a segment that is about to be forgotten. */
  drop(hash: number, seq: number): void {
    this.table.remove(hash, seq);
    this.#count--;
  }

  /** Nothing of a segment is live any more. */
  forget(segment: number): void {
    this.liveBytes.add(segment, -this.liveBytes.of(segment));
  }

  #replace(hash: number, before: CountedRecord | null, after: CountedRecord | null): void {
    if (before === null && after !== null) {
      this.table.add(hash, after.seq);
      this.#count++;
    } else if (before !== null && after === null) this.drop(hash, before.seq);
    else if (before !== null && after !== null) this.table.replace(hash, before.seq, after.seq);
  }
}
