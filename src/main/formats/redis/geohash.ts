import type { Place } from './geo-distance.ts';

/** Of a place on earth as Redis keeps it in a sorted set: 26 bits of each coordinate, interleaved, as score. */

const bitsEach = 26;
const maxLongitude = 180;
/** Where the projection to a square ends. */
const maxLatitude = 85.05112878;

/** The score; null when the place is outside of what Redis takes. Degrees. */
export function geoScore(longitude: number, latitude: number): number | null {
  // Written so that what is no number is outside, too.
  if (!(Math.abs(longitude) <= maxLongitude && Math.abs(latitude) <= maxLatitude)) return null;
  const [x, y] = [cell(longitude, maxLongitude), cell(latitude, maxLatitude)];
  let hash = 0n;
  // The end of a range is a cell of its own, with a bit more.
  for (let bit = bitsEach; bit >= 0; bit--) {
    hash = (hash << 2n) | BigInt(((x >>> bit) & 1) * 2 + ((y >>> bit) & 1));
  }
  return Number(hash);
}

function cell(coordinate: number, max: number): number {
  return Math.trunc(((coordinate + max) / (max + max)) * 2 ** bitsEach);
}

/** Whether the place lies where ranges end: it has a score that no search from elsewhere comes to. */
export function isOnEdge({ longitude, latitude }: Place): boolean {
  return longitude === maxLongitude || latitude === maxLatitude;
}

/** The middle of the cell that a score stands for; null when it stands for none. */
export function placeOfScore(score: number): Place | null {
  if (!(score >= 0 && score < 4 ** bitsEach)) return null;
  let [x, y] = [0, 0];
  const hash = BigInt(Math.trunc(score));
  for (let bit = bitsEach - 1; bit >= 0; bit--) {
    const pair = Number((hash >> BigInt(2 * bit)) & 3n);
    x = 2 * x + (pair >> 1);
    y = 2 * y + (pair & 1);
  }
  return { longitude: middle(x, maxLongitude), latitude: middle(y, maxLatitude) };
}

function middle(cell: number, max: number): number {
  const edge = (at: number) => -max + (at / 2 ** bitsEach) * (max + max);
  return Math.min(max, Math.max(-max, (edge(cell) + edge(cell + 1)) / 2));
}
