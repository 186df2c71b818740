import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FormatId } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { detectFormat } from '../../formats/detect.ts';
import { absolutePath } from './absolute-path.ts';

const maxEntries = 1000;
/** Looking into sub-directories for a format ends after this long: a list that waits helps nobody. In ms. */
const detectWithinMs = 400;

/** The sub-directories of `path` (home when empty), by name, with the format that each one's content shows. */
export async function listDirectory(
  path: string,
  fileSystem: FileSystem,
): Promise<Result<'app.listDirectory'>> {
  const directory = absolutePath(path === '' ? '~' : path);
  const names = await subDirectories(directory);
  const parent = dirname(directory);
  const deadline = performance.now() + detectWithinMs;
  const entries: Result<'app.listDirectory'>['entries'] = [];
  for (const name of names.slice(0, maxEntries)) {
    const entry = join(directory, name);
    const format = performance.now() < deadline ? await formatOf(entry, fileSystem) : null;
    entries.push({ name, path: entry, format });
  }
  return { path: directory, parent: parent === directory ? null : parent, entries };
}

async function subDirectories(directory: string): Promise<string[]> {
  const found = await stat(directory).catch(() => null);
  if (!found) throw new WalscopeError('NOT_FOUND', `There is no directory ${directory}: check the path.`);
  if (!found.isDirectory()) throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is a file.`);
  const entries = await readdir(directory, { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) names.push(entry.name);
    else if (entry.isSymbolicLink() && (await isDirectory(join(directory, entry.name))))
      names.push(entry.name);
  }
  return names.sort((a, b) => a.localeCompare(b, 'en'));
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A directory that may not be looked into is a plain one here; opening it says why. */
async function formatOf(path: string, fileSystem: FileSystem): Promise<FormatId | null> {
  try {
    return (await detectFormat(path, fileSystem))?.id ?? null;
  } catch {
    return null;
  }
}
