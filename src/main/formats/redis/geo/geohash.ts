import type { Place } from './distance.ts';

/** Of a place on earth as Redis keeps it in a sorted set: 26 bits of each coordinate, interleaved, as score. */

export const bitsEach = 26;
export const maxLongitude = 180;
/** Where the projection to a square ends. */
export const maxLatitude = 85.05112878;

/** One of the cells that the map is divided into: 2^step in each direction, counted from the south-west. */
export interface Cell {
  x: number;
  y: number;
  step: number;
}

/** Degrees. */
export interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The cell that a place lies in. The end of a range is a cell of its own, with a bit more. */
export function cellOf({ longitude, latitude }: Place, step: number, highest = maxLatitude): Cell {
  return { x: along(longitude, maxLongitude, step), y: along(latitude, highest, step), step };
}

function along(coordinate: number, max: number, step: number): number {
  return Math.trunc(((coordinate + max) / (max + max)) * 2 ** step);
}

export function boundsOf({ x, y, step }: Cell): Bounds {
  return {
    west: edge(x, step, maxLongitude),
    south: edge(y, step, maxLatitude),
    // Redis counts in 32 bits, which scores that are no places can fill.
    east: edge((x + 1) >>> 0, step, maxLongitude),
    north: edge((y + 1) >>> 0, step, maxLatitude),
  };
}

const edge = (at: number, step: number, max: number): number => -max + (at / 2 ** step) * (max + max);

/** The bits of both coordinates by turns, those of the longitude first. */
export function interleaved({ x, y }: Cell): bigint {
  return (
    (BigInt(interleavedHalf(x >>> 16, y >>> 16)) << 32n) | BigInt(interleavedHalf(x & 0xffff, y & 0xffff))
  );
}

const interleavedHalf = (x: number, y: number): number => ((spread(x) << 1) | spread(y)) >>> 0;

/** 16 bits as every other one of 32. */
function spread(bits: number): number {
  let wide = (bits | (bits << 8)) & 0x00ff00ff;
  wide = (wide | (wide << 4)) & 0x0f0f0f0f;
  wide = (wide | (wide << 2)) & 0x33333333;
  return (wide | (wide << 1)) & 0x55555555;
}

/** The score as a whole number; null when the place is outside of what Redis takes. Degrees. */
export function geoBits(place: Place): bigint | null {
  const { longitude, latitude } = place;
  // Written so that what is no number is outside, too.
  if (!(Math.abs(longitude) <= maxLongitude && Math.abs(latitude) <= maxLatitude)) return null;
  return interleaved(cellOf(place, bitsEach));
}

export function geoScore(longitude: number, latitude: number): number | null {
  const bits = geoBits({ longitude, latitude });
  return bits === null ? null : Number(bits);
}

/** Whether the place lies where ranges end: it has a score that no search from elsewhere comes to. */
export function isOnEdge({ longitude, latitude }: Place): boolean {
  return longitude === maxLongitude || latitude === maxLatitude;
}

/** The middle of the cell that a score stands for; null when it stands for none. */
export function placeOfScore(score: number): Place | null {
  return score >= 0 && score < 4 ** bitsEach ? decodedPlace(score) : null;
}

/** What Redis makes of any score, be it a place or not. */
export function decodedPlace(score: number): Place {
  const [high, low] = halvesOf(score);
  const x = ((gathered(high >>> 1) << 16) | gathered(low >>> 1)) >>> 0;
  const y = ((gathered(high) << 16) | gathered(low)) >>> 0;
  const { west, south, east, north } = boundsOf({ x, y, step: bitsEach });
  return {
    longitude: within((west + east) / 2, maxLongitude),
    latitude: within((south + north) / 2, maxLatitude),
  };
}

const within = (coordinate: number, max: number): number => Math.min(max, Math.max(-max, coordinate));

/** Each other bit of 32, from the lowest on, as 16. */
function gathered(bits: number): number {
  let narrow = bits & 0x55555555;
  narrow = (narrow | (narrow >>> 1)) & 0x33333333;
  narrow = (narrow | (narrow >>> 2)) & 0x0f0f0f0f;
  narrow = (narrow | (narrow >>> 4)) & 0x00ff00ff;
  return (narrow | (narrow >>> 8)) & 0xffff;
}

/** A score as the two halves of an unsigned integer of 64 bits, as x86 makes one of it. */
function halvesOf(score: number): [high: number, low: number] {
  const whole = Math.trunc(score);
  if (whole >= 0) return whole < 2 ** 64 ? [Math.floor(whole / 2 ** 32), whole % 2 ** 32] : [0, 0];
  const bits = BigInt.asUintN(64, BigInt(Math.max(whole, -(2 ** 63))));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
}
