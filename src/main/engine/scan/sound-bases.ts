import { decodePatchHead } from '../format/patch.ts';

/**
 * Of a segment with damage: the records that patches can build on. All before the damage are whole; of those behind it
 * the ones that have been found to be.
 */
export class SoundBases {
  readonly #damagedFrom: number;
  readonly #behind = new Set<number>();

  /** `damagedFrom`: where in the segment the first damage begins. */
  constructor(damagedFrom: number) {
    this.#damagedFrom = damagedFrom;
  }

  /** A record at this offset of the segment has been found whole, with what it builds on. */
  add(offset: number): void {
    this.#behind.add(offset);
  }

  /** Whether what a patch builds on is there. */
  hasBaseOf(patch: Uint8Array, seq: number): boolean {
    const head = decodePatchHead(patch, seq);
    if (head === null) return false;
    const { offset } = head.base;
    return offset < this.#damagedFrom || this.#behind.has(offset);
  }
}
