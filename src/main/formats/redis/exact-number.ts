const highest = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * An integer of 64 bits as a number. One that a number does not hold exactly becomes the outermost that it does: as a
 * count or a position it means the same, since nothing has so many elements, and a time so far off lies in the year
 * 287,396 or later.
 */
export function exactNumber(value: bigint): number {
  if (value > highest) return Number(highest);
  return Number(value < -highest ? -highest : value);
}
