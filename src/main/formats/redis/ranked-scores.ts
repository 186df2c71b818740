import { SortedBlocks } from './sorted-blocks.ts';
import type { Binary } from './value.ts';

export type Ranked = readonly [member: Binary, score: number];

/** What a sorted set holds: a score for each member, and their order from when someone has asked for it on. */
export class RankedScores extends Map<Binary, number> {
  #ranked: SortedBlocks<Ranked> | null = null;
  /** The longest member there ever was. Bytes. */
  longest = 0;
  /** It was too large for Redis's compact encoding, to which nothing goes back; whoever keeps it says so. */
  isWide = false;

  constructor(scores: Iterable<Ranked> = []) {
    super();
    for (const [member, score] of scores) {
      if (member.length > this.longest) this.longest = member.length;
      super.set(member, score);
    }
  }

  /** Members by score, then by their bytes. To look at: they come and go with the scores. */
  get ranked(): Pick<
    SortedBlocks<Ranked>,
    'at' | 'blocks' | 'first' | 'from' | 'length' | 'rankOf' | 'slice'
  > {
    return this.#order();
  }

  override set(member: Binary, score: number): this {
    if (member.length > this.longest) this.longest = member.length;
    if (this.#ranked !== null) {
      const before = this.get(member);
      if (before !== undefined) this.#ranked.delete([member, before]);
      this.#ranked.add([member, score]);
    }
    return super.set(member, score);
  }

  override delete(member: Binary): boolean {
    const score = this.get(member);
    if (score === undefined) return false;
    this.#ranked?.delete([member, score]);
    return super.delete(member);
  }

  override clear(): void {
    this.#ranked = null;
    super.clear();
  }

  /** Deletes the members from one rank up to another, and returns them. */
  deleteRanks(from: number, to: number): Ranked[] {
    const deleted = this.#order().deleteRange(from, to);
    for (const [member] of deleted) super.delete(member);
    return deleted;
  }

  #order(): SortedBlocks<Ranked> {
    this.#ranked ??= new SortedBlocks<Ranked>(this, compareRanks);
    return this.#ranked;
  }
}

/** Members by score, then by their bytes, of scores that are not asked for it again. */
export function sorted(scores: Iterable<Ranked>): Ranked[] {
  return [...scores].sort(compareRanks);
}

function compareRanks([a, x]: Ranked, [b, y]: Ranked): number {
  // Of two infinities the difference is no number.
  if (x !== y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
