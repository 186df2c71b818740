import { appendFileSync } from 'node:fs';

/** Sizes of exhaustive specs: everything with WALSCOPE_LONG=1, otherwise what fits into a minute. */
export const long = process.env.WALSCOPE_LONG === '1';

/** What takes longer than this hangs. How fast a machine is, and what else it does, is no question of a spec. In ms. */
export const hungAfterMs = (long ? 360 : 10) * 60_000;

/** The specs run within the test command, which prints what they tried and waits for it. */
export const counted = Boolean(process.env.WALSCOPE_TRIED);

/** Adds to the totals that the test command prints: states, flips, truncations. With `seconds`, it prints a rate too. */
export function tried(name: string, n: number, seconds?: number): void {
  const file = process.env.WALSCOPE_TRIED;
  if (file) appendFileSync(file, `${JSON.stringify({ name, n, seconds })}\n`);
}
