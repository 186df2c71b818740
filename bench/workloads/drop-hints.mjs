import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Hint files may be deleted at any time. */
export async function run(_contender, { directory }) {
  const hints = readdirSync(directory, { recursive: true }).filter((name) => /\.hint$/.test(String(name)));
  for (const name of hints) rmSync(join(directory, String(name)));
  return { hints: hints.length };
}
