/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @typedef {object} Figure
 * @property {number} median
 * @property {number} low the smallest of the rounds
 * @property {number} high the largest
 * @property {number} rounds how many it was taken from
 */

/**
 * @param {readonly (number | null | undefined)[]} values one a round
 * @returns {Figure | null} null when no round has a value
 */
export function figure(values) {
  const there = values.filter((value) => typeof value === 'number' && Number.isFinite(value));
  if (there.length === 0) return null;
  return { median: median(there), low: Math.min(...there), high: Math.max(...there), rounds: there.length };
}

/**
 * Round by round, then the median: what disturbs the machine disturbs both sides of one round alike.
 *
 * @param {readonly (number | null | undefined)[]} ours
 * @param {readonly (number | null | undefined)[]} theirs
 */
export function ratio(ours, theirs) {
  return figure(
    ours.map((value, round) => {
      const other = theirs[round];
      return typeof value === 'number' && typeof other === 'number' && other > 0 ? value / other : null;
    }),
  );
}
