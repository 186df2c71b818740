/** Bytes from the first to the last, and which bits of these two belong to the range. */
export interface BitRange {
  firstByte: number;
  lastByte: number;
  firstMask: number;
  lastMask: number;
}

/** The range from one place to another, negative ones from the end, in bytes or in bits; null when nothing is in it. */
export function rangeOf(
  bytes: number,
  ends: readonly [number, number] | null,
  inBits: boolean,
): BitRange | null {
  const total = inBits ? bytes * 8 : bytes;
  const [start, end] = ends ?? [0, -1];
  const from = Math.max(0, start < 0 ? total + start : start);
  const to = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
  if (from > to) return null;
  if (!inBits) return { firstByte: from, lastByte: to, firstMask: 0xff, lastMask: 0xff };
  return {
    firstByte: Math.floor(from / 8),
    lastByte: Math.floor(to / 8),
    firstMask: 0xff >> (from % 8),
    lastMask: (0xff << (7 - (to % 8))) & 0xff,
  };
}
