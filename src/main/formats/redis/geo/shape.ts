import { distance, northSouth, type Place } from './distance.ts';

/** What is searched around a place: a circle, or a box that lies along the meridians. */
export interface Shape {
  /** In `unit`, as are the others; null of a box. */
  radius: number | null;
  width: number;
  height: number;
  /** Metres. */
  unit: number;
}

/** Metres in each unit. */
export const units: Readonly<Record<string, number>> = { M: 1, KM: 1000, FT: 0.3048, MI: 1609.34 };

type IsAtMost = (metres: number, limit: number) => boolean;

const isExactlyAtMost: IsAtMost = (metres, limit) => metres <= limit;

/** How far off a place is that lies within a shape, in metres; null when it does not. `isAtMost` compares lengths. */
export function distanceWithin(
  center: Place,
  place: Place,
  { radius, width, height, unit }: Shape,
  isAtMost: IsAtMost = isExactlyAtMost,
): number | null {
  if (radius !== null) {
    const metres = distance(center, place);
    return isAtMost(metres, radius * unit) ? metres : null;
  }
  if (!isAtMost(northSouth(center, place), (height * unit) / 2)) return null;
  const beside = { longitude: center.longitude, latitude: place.latitude };
  if (!isAtMost(distance(place, beside), (width * unit) / 2)) return null;
  return distance(center, place);
}
