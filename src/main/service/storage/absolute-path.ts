import { homedir } from 'node:os';
import { join, resolve, sep } from 'node:path';

/** A path as a person types it, with `~` for their home. */
export function absolutePath(path: string): string {
  if (path === '~') return homedir();
  return resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
}

/** True for `directory` itself and for everything below it. */
export function liesIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
