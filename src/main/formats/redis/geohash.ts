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
