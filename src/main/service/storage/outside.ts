import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';

/** The source is only read: nothing may be put into it or into its place, by whatever names and links lead there. */
export async function requireOutside(source: string, target: string): Promise<void> {
  const path = relative(await followed(resolve(source)), await followed(resolve(target)));
  const isOutside = path.startsWith(`..${sep}`) || path === '..' || resolve(path) === path;
  if (isOutside) return;
  throw new WalscopeError(
    'INVALID_ARGUMENT',
    path === ''
      ? `${target} is what is read: choose another place.`
      : `${target} lies in ${source}: choose a place outside of it.`,
  );
}

/** The path without links, as far as it leads to something. */
async function followed(path: string): Promise<string> {
  const found = await realpath(path).catch(() => null);
  if (found !== null || dirname(path) === path) return found ?? path;
  return join(await followed(dirname(path)), basename(path));
}
