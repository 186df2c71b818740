import { degreesAlong, degreesOf, type Place } from './distance.ts';
import { type Bounds, bitsEach, boundsOf, type Cell, cellOf } from './geohash.ts';
import type { Shape } from './shape.ts';

/** Half of the earth's circumference in the projection that Redis reckons cells in. Metres. */
const halfMap = 20037726.37;
/** Beyond these latitudes cells are so narrow that larger ones are taken. Degrees. */
const highLatitude = 66;
const polarLatitude = 80;

/** Neighbours of a cell: the steps to the east and to the north, in the order in which Redis looks into them. */
const neighbours = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/**
 * The cells that are looked through for what lies within a shape: the one around the center, and those of its eight
 * neighbours that the shape can reach. Redis 7.0's own, in its order, with what it leaves out by mistake.
 */
export function searchedCells(center: Place, shape: Shape): Cell[] {
  const bounds = reachOf(center, shape);
  let step = stepFor(reachInMetres(shape), center.latitude);
  if (step > 1 && !isReached(cellOf(center, step), bounds)) step--;
  const cell = cellOf(center, step);
  const useful = step < 2 ? neighbours : neighbours.filter(usefulFor(boundsOf(cell), bounds));
  return [cell, ...useful.map(([east, north]) => neighbourOf(cell, east, north))];
}

/** About how far a shape reaches in each direction. */
function reachOf({ longitude, latitude }: Place, { radius, width, height, unit }: Shape): Bounds {
  const north = degreesOf(unit * (radius ?? height / 2));
  // Towards the pole it takes more degrees to go as far.
  const farthest = latitude < 0 ? latitude - north : latitude + north;
  const east = degreesAlong(unit * (radius ?? width / 2), farthest);
  return {
    west: longitude - east,
    south: latitude - north,
    east: longitude + east,
    north: latitude + north,
  };
}

/** From the center to its farthest point. */
function reachInMetres({ radius, width, height, unit }: Shape): number {
  return unit * (radius ?? Math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2)));
}

/** How fine the cells are. */
function stepFor(metres: number, latitude: number): number {
  if (metres === 0) return bitsEach;
  let step = -1;
  // Each doubling is a step: no number takes more than some thousand of them.
  for (let reach = metres; reach < halfMap; reach *= 2) step++;
  if (Math.abs(latitude) > highLatitude) step--;
  if (Math.abs(latitude) > polarLatitude) step--;
  return Math.min(bitsEach, Math.max(1, step));
}

/** Whether a cell and its neighbours reach as far as the shape. */
function isReached(cell: Cell, { west, south, east, north }: Bounds): boolean {
  const beside = (x: number, y: number) => boundsOf(neighbourOf(cell, x, y));
  return !(
    beside(0, 1).north < north ||
    beside(0, -1).south > south ||
    beside(1, 0).east < east ||
    beside(-1, 0).west > west
  );
}

/** Which neighbours the shape comes to, beyond the cell itself. */
function usefulFor(cell: Bounds, shape: Bounds) {
  return ([x, y]: readonly [number, number]): boolean =>
    !(
      (y < 0 && cell.south < shape.south) ||
      (y > 0 && cell.north > shape.north) ||
      (x < 0 && cell.west < shape.west) ||
      (x > 0 && cell.east > shape.east)
    );
}

/** The map goes on at its other side. */
function neighbourOf({ x, y, step }: Cell, east: number, north: number): Cell {
  const moved = (at: number, by: number) => (by === 0 ? at : (at + by) & (2 ** step - 1));
  return { x: moved(x, east), y: moved(y, north), step };
}
