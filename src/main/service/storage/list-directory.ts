import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { detectFormatIfAny } from '../../formats/detect.ts';
import { type LoneFiles, loneDirectory } from '../../formats/lone-files.ts';
import { absolutePath } from './absolute-path.ts';

const maxEntries = 1000;
/** Looking into sub-directories and files for a format ends after this long: a list that waits helps nobody. In ms. */
const detectWithinMs = 400;

/**
 * The sub-directories of `path` (home when empty), by name, with the format that each one's content shows; then the
 * files that can be read by themselves.
 */
export async function listDirectory(
  path: string,
  fileSystem: LoneFiles,
): Promise<Result<'app.listDirectory'>> {
  const directory = absolutePath(path === '' ? '~' : path);
  const { directories, files } = await namesIn(directory);
  const parent = dirname(directory);
  const deadline = performance.now() + detectWithinMs;
  const entries: Result<'app.listDirectory'>['entries'] = [];
  for (const name of directories.slice(0, maxEntries)) {
    const entry = join(directory, name);
    // One that may not be looked into is a plain one here; opening it says why.
    const format = performance.now() < deadline ? await detectFormatIfAny(entry, fileSystem) : null;
    entries.push({ name, path: entry, format: format?.id ?? null, isFile: false });
  }
  for (const name of files) {
    if (performance.now() >= deadline || entries.length >= maxEntries) break;
    const entry = join(directory, name);
    const format = await detectFormatIfAny(loneDirectory(entry), fileSystem);
    if (format) entries.push({ name, path: entry, format: format.id, isFile: true });
  }
  return { path: directory, parent: parent === directory ? null : parent, entries };
}

async function namesIn(directory: string): Promise<{ directories: string[]; files: string[] }> {
  const found = await stat(directory).catch(() => null);
  if (!found) throw new WalscopeError('NOT_FOUND', `There is no directory ${directory}: check the path.`);
  if (!found.isDirectory()) throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is a file.`);
  const directories: string[] = [];
  const files: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const of = entry.isSymbolicLink() ? await stat(join(directory, entry.name)).catch(() => entry) : entry;
    if (of.isDirectory()) directories.push(entry.name);
    else if (of.isFile()) files.push(entry.name);
  }
  const byName = (a: string, b: string) => a.localeCompare(b, 'en');
  return { directories: directories.sort(byName), files: files.sort(byName) };
}
