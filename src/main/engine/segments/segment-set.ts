import { frameHeaderLength } from '../format/frame.ts';
import { segmentHeaderLength } from '../format/segment-header.ts';
import type { Segment } from './segment.ts';

/** Who knows how much of a segment is live. */
interface LiveBytesOf {
  liveBytes(segment: number): number;
}

/** The segments of an open store in the order of replay. */
export class SegmentSet {
  readonly #ordered: Segment[];
  readonly #byNumber: Map<number, Segment>;

  constructor(segments: readonly Segment[]) {
    this.#ordered = [...segments];
    this.#byNumber = new Map(segments.map((segment) => [segment.number, segment]));
  }

  get ordered(): readonly Segment[] {
    return this.#ordered;
  }

  get last(): Segment | undefined {
    return this.#ordered.at(-1);
  }

  get(number: number): Segment | undefined {
    return this.#byNumber.get(number);
  }

  /** All that the index may name at this moment, kept open until `release` is called. */
  hold(): { segments: SegmentSet; release: () => void } {
    const held = [...this.#byNumber.values()];
    const releases = held.map((segment) => segment.pin());
    const release = (): void => {
      for (const unpin of releases) unpin();
    };
    return { segments: new SegmentSet(held), release };
  }

  append(segment: Segment): void {
    this.#ordered.push(segment);
    this.#byNumber.set(segment.number, segment);
  }

  /** Puts `merged` where `replaced`, which follow each other, stood. Those can still be found by number. */
  replace(replaced: readonly Segment[], merged: Segment): void {
    const first = this.#ordered.indexOf(replaced[0] as Segment);
    this.#ordered.splice(first, replaced.length, merged);
    this.#byNumber.set(merged.number, merged);
  }

  /** From here on no entry of the index may name it. */
  forget(segment: Segment): void {
    this.#byNumber.delete(segment.number);
  }

  get sizeBytes(): number {
    return this.#ordered.reduce((sum, segment) => sum + segment.end, 0);
  }

  get records(): number {
    return this.#ordered.reduce((sum, segment) => sum + segment.records, 0);
  }

  /**
   * Share of all bytes of records that belong to records which are no longer the newest of their keys. `alsoLive`: bytes
   * of such that are needed all the same.
   */
  garbage(index: LiveBytesOf, alsoLive = 0): { bytes: number; share: number } {
    let total = 0;
    let live = alsoLive;
    for (const segment of this.#ordered) {
      total += segment.recordBytes;
      live += index.liveBytes(segment.number);
    }
    const bytes = Math.max(total - live, 0);
    return { bytes, share: total === 0 ? 0 : bytes / total };
  }

  /** What a full compaction would leave, about. */
  liveBytes(index: LiveBytesOf): number {
    const records = this.#ordered.reduce((sum, segment) => sum + index.liveBytes(segment.number), 0);
    return segmentHeaderLength + frameHeaderLength + records;
  }
}
