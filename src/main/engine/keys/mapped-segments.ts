import { WalscopeError } from '../../../shared/errors.ts';
import type { MappedSegment } from './stretch-walk.ts';

/** The segments of a store in the order of their sequence numbers, and where their records lie. */
export class MappedSegments {
  #ordered: MappedSegment[];

  constructor(ordered: readonly MappedSegment[] = []) {
    this.#ordered = [...ordered];
  }

  get ordered(): readonly MappedSegment[] {
    return this.#ordered;
  }

  reset(ordered: readonly MappedSegment[]): void {
    this.#ordered = [...ordered];
  }

  append(mapped: MappedSegment): void {
    this.#ordered.push(mapped);
  }

  /** Puts a merged segment where those stood that it was merged from. */
  replace(numbers: ReadonlySet<number>, by: MappedSegment): void {
    const others = this.#ordered.filter(({ segment }) => !numbers.has(segment.number));
    const { lastSeq } = by.segment.header;
    const next = others.findIndex(({ segment }) => segment.header.firstSeq > lastSeq);
    this.#ordered = next < 0 ? [...others, by] : [...others.slice(0, next), by, ...others.slice(next)];
  }

  /** The one in which the record with this sequence number lies. */
  of(seq: number): MappedSegment {
    const at = this.indexOf(seq);
    if (at >= 0) return this.#ordered[at] as MappedSegment;
    throw new WalscopeError('INTERNAL', `The index names record ${seq}, which lies in no segment.`);
  }

  /** Its position; -1 when the sequence number lies before all. */
  indexOf(seq: number): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (firstSeqOf(this.#ordered[middle] as MappedSegment) <= seq) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** An empty segment has the number that its first record will have, as the one behind it may have, too. */
const firstSeqOf = ({ segment, map }: MappedSegment): number =>
  map.stretches > 0 ? map.seqAt(0) : segment.header.firstSeq;
