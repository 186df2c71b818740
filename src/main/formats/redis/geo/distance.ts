/** A place on earth, in degrees. */
export interface Place {
  longitude: number;
  latitude: number;
}

/** Of the sphere that Redis takes the earth for. Metres. */
const earthRadius = 6372797.560856;

const radians = (degrees: number): number => degrees * (Math.PI / 180);

/** Along a great circle, in metres: the haversine formula. */
export function distance(a: Place, b: Place): number {
  const across = Math.sin((radians(b.longitude) - radians(a.longitude)) / 2);
  if (across === 0) return northSouth(a, b);
  const [first, second] = [radians(a.latitude), radians(b.latitude)];
  const along = Math.sin((second - first) / 2);
  const chord = along * along + Math.cos(first) * Math.cos(second) * across * across;
  // Of places at opposite ends it can come out a digit above 1: Redis then has a distance that is no number.
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** The part of a distance that lies along a meridian, in metres. */
export function northSouth(a: Place, b: Place): number {
  return earthRadius * Math.abs(radians(b.latitude) - radians(a.latitude));
}

/** How many degrees of a meridian a length takes. */
export const degreesOf = (metres: number): number => metres / earthRadius / (Math.PI / 180);

/** How many degrees it takes along the parallel of a latitude: about, as Redis reckons. */
export const degreesAlong = (metres: number, latitude: number): number =>
  metres / earthRadius / Math.cos(radians(latitude)) / (Math.PI / 180);
