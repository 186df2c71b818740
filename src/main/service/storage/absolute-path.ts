import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** A path as a person types it, with `~` for their home. */
export function absolutePath(path: string): string {
  if (path === '~') return homedir();
  return resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
}
