import { fixedText } from '../../fixed-text.ts';
import type { Place } from '../../geo/distance.ts';
import { geoBits } from '../../geo/geohash.ts';
import { units } from '../../geo/shape.ts';
import type { Binary } from '../../value.ts';
import { float, word } from '../arguments.ts';
import { fail } from '../errors.ts';

/** How the commands of places read their arguments. */

/** A longitude and the latitude behind it. */
export function placeAt(args: readonly Binary[], at: number): Place {
  const [longitude, latitude] = [float(args[at] as Binary), float(args[at + 1] as Binary)];
  const place = { longitude, latitude };
  if (geoBits(place) === null)
    fail(`ERR invalid longitude,latitude pair ${fixedText(longitude, 6)},${fixedText(latitude, 6)}`);
  return place;
}

/** Metres. */
export function unitOf(text: Binary): number {
  return units[word(text)] ?? fail('ERR unsupported unit provided. please use M, KM, FT, MI');
}

/** A radius and the unit behind it. */
export function radiusAt(args: readonly Binary[], at: number): { radius: number; unit: number } {
  const radius = float(args[at] as Binary, 'ERR need numeric radius');
  if (radius < 0) fail('ERR radius cannot be negative');
  return { radius, unit: unitOf(args[at + 1] as Binary) };
}

/** A width, the height behind it, and the unit of both. */
export function boxAt(args: readonly Binary[], at: number): { width: number; height: number; unit: number } {
  const width = float(args[at] as Binary, 'ERR need numeric width');
  const height = float(args[at + 1] as Binary, 'ERR need numeric height');
  if (width < 0 || height < 0) fail('ERR height or width cannot be negative');
  return { width, height, unit: unitOf(args[at + 2] as Binary) };
}
