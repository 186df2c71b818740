import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Hint files and the index of the last clean close may be deleted at any time. */
export async function run(_contender, { directory }) {
  const names = readdirSync(directory, { recursive: true }).map(String);
  const hints = names.filter((name) => /\.hint$|^INDEX$/.test(name));
  for (const name of hints) rmSync(join(directory, name));
  return { hints: hints.length };
}
