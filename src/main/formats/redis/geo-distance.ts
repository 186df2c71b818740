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
  return 2 * earthRadius * Math.asin(Math.sqrt(chord));
}

/** The part of a distance that lies along a meridian, in metres. */
export function northSouth(a: Place, b: Place): number {
  return earthRadius * Math.abs(radians(b.latitude) - radians(a.latitude));
}
