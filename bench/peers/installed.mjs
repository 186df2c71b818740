import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '..', 'node_modules');

/** The version of an installed peer. */
export function installedVersion(name) {
  return JSON.parse(readFileSync(join(directory, name, 'package.json'), 'utf8')).version;
}

/** Why a peer cannot be loaded: a package may be there whose binary could not be built on this machine. */
export async function whyNotInstalled(name) {
  if (!existsSync(join(directory, name))) return `${name} is not installed in bench/node_modules`;
  try {
    await import(name);
    return null;
  } catch (error) {
    return `${name} does not load here: ${String(error).split('\n')[0]}`;
  }
}
