import { appendFileSync } from 'node:fs';

/** Sizes of exhaustive specs: everything with WALSCOPE_LONG=1, otherwise what fits into a minute. */
export const long = process.env.WALSCOPE_LONG === '1';

/** Adds to the totals that the test command prints: states, flips, truncations. */
export function tried(name: string, n: number): void {
  const file = process.env.WALSCOPE_TRIED;
  if (file) appendFileSync(file, `${JSON.stringify({ name, n })}\n`);
}
