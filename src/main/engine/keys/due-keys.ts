import { never } from '../index/entry-chunk.ts';
import type { IsLive } from './keys-in-log.ts';
import type { MappedSegments } from './mapped-segments.ts';
import { fromFile } from './record-window.ts';
import { type MappedSegment, StretchWalk } from './stretch-walk.ts';

/** What one look for keys to be deleted passes at most, and how much of it is read. */
const maxLookedAt = 20_000;
const maxRead = 64;

/**
 * Finds keys that have expired without a deadline of any of them in memory: each stretch of the log knows the earliest
 * of its deadlines, and is read once that has passed. Then it learns the earliest of those that are left.
 */
export class DueKeys {
  readonly #mapped: MappedSegments;
  readonly #isLive: IsLive;
  readonly #walk = new StretchWalk();
  /** Where the next look goes on. */
  #segment = 0;
  #stretch = 0;

  constructor(mapped: MappedSegments, isLive: IsLive) {
    this.#mapped = mapped;
    this.#isLive = isLive;
  }

  /** Keys that have expired by `nowMs`: at most as many as `limit` and those of one stretch more. */
  some(nowMs: number, limit: number): Uint8Array[] {
    const keys: Uint8Array[] = [];
    let read = 0;
    for (let looked = 0; looked < maxLookedAt && read < maxRead && keys.length < limit; looked++) {
      const mapped = this.#next();
      if (mapped === null) continue;
      const stretch = this.#stretch++;
      if (mapped.map.deadlineAt(stretch) > nowMs) continue;
      read++;
      this.#read(mapped, stretch, nowMs, (bytes, start, length) => {
        keys.push(bytes.slice(start, start + length));
      });
    }
    return keys;
  }

  /** All that have expired by `nowMs`. */
  count(nowMs: number): number {
    let count = 0;
    for (const mapped of this.#mapped.ordered) {
      const { map } = mapped;
      for (let stretch = 0; map.hasDeadlines && stretch < map.stretches; stretch++) {
        if (map.deadlineAt(stretch) <= nowMs) this.#read(mapped, stretch, nowMs, () => count++);
      }
    }
    return count;
  }

  /** The segment whose stretch is looked at next; null when it has none left, and the one after it is next. */
  #next(): MappedSegment | null {
    const { ordered } = this.#mapped;
    const mapped = ordered[this.#segment];
    if (mapped?.map.hasDeadlines && this.#stretch < mapped.map.stretches) return mapped;
    this.#segment = this.#segment + 1 < ordered.length ? this.#segment + 1 : 0;
    this.#stretch = 0;
    return null;
  }

  #read(
    { segment, map }: MappedSegment,
    stretch: number,
    nowMs: number,
    visit: (bytes: Uint8Array, start: number, length: number) => void,
  ): void {
    try {
      this.#walk.open(segment, fromFile);
      this.#walk.begin(map, stretch);
      map.setDeadline(stretch, this.#earliest(nowMs, visit));
    } catch {
      // What cannot be read now is tried again in the next round; whoever reads the key itself hears why.
    }
  }

  #earliest(nowMs: number, visit: (bytes: Uint8Array, start: number, length: number) => void): number {
    const walk = this.#walk;
    let earliest = never;
    while (walk.step()) {
      const { expireAt, keyLength } = walk.head;
      if (expireAt === null) continue;
      const start = walk.keyAt();
      const { bytes } = walk.window;
      if (!this.#isLive(walk.seq, bytes, start, keyLength)) continue;
      if (expireAt < earliest) earliest = expireAt;
      if (expireAt <= nowMs) visit(bytes, start, keyLength);
    }
    return earliest;
  }
}
