import type { RankedScores } from '../ranked-scores.ts';
import type { Binary } from '../value.ts';
import { searchedCells } from './areas.ts';
import type { Place } from './distance.ts';
import { bitsEach, type Cell, decodedPlace, interleaved } from './geohash.ts';
import { distanceWithin, type Shape } from './shape.ts';

/** A member that a search has come to. */
export interface Found {
  member: Binary;
  score: number;
  place: Place;
  /** From the center. */
  metres: number;
}

/** The members within a shape, in the order in which Redis comes to them: the first so many, or all. */
export function findWithin(scores: RankedScores, center: Place, shape: Shape, limit: number | null): Found[] {
  const found: Found[] = [];
  let last: bigint | null = null;
  for (const [at, cell] of searchedCells(center, shape).entries()) {
    // Of a map of few cells, neighbours on both sides are the same. The first one is not compared, nor need it be.
    const bits = interleaved(cell);
    if (bits === last) continue;
    if (isEnough(found, limit)) break;
    findInCell(scores, cell, { center, shape, limit, found });
    last = at === 0 ? null : bits;
  }
  return found;
}

interface Search {
  center: Place;
  shape: Shape;
  limit: number | null;
  found: Found[];
}

const isEnough = (found: readonly Found[], limit: number | null): boolean =>
  limit !== null && found.length >= limit;

/** All scores of a cell lie between that of its first place and that of the next cell's. */
function findInCell(scores: RankedScores, cell: Cell, { center, shape, limit, found }: Search): void {
  const width = BigInt(2 * (bitsEach - cell.step));
  const bits = interleaved(cell);
  const [from, to] = [Number(bits << width), Number((bits + 1n) << width)];
  for (const [member, score] of scores.ranked.from(([, each]) => each >= from)) {
    if (score >= to) break;
    const place = decodedPlace(score);
    const metres = distanceWithin(center, place, shape);
    if (metres !== null) found.push({ member, score, place, metres });
    if (isEnough(found, limit)) break;
  }
}
