import { dirname, join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format } from './format.ts';
import type { Log } from './log.ts';

/** What the files of a directory look like from outside. */
export interface DirectoryShape {
  /** The names in it, and lengths and times of those that count. The same text, nothing was written. */
  text: string;
  /** When one of those was written last, in ms since 1970. */
  newestMs: number;
}

export async function directoryShape(
  log: Log,
  reader: Format,
  fileSystem: FileSystem,
): Promise<DirectoryShape> {
  const { directory } = log;
  const names = await fileSystem.list(directory).catch(() => []);
  const beside = (await reader.filesBeside?.(log, fileSystem).catch(() => [])) ?? [];
  const files = [...log.files.map(({ name }) => name), ...beside].map((name) => join(directory, name));
  // A folder of theirs changes when another file comes.
  const paths = new Set([...files, ...files.map((path) => dirname(path))]);
  const parts = [names.sort().join('/')];
  let newestMs = 0;
  for (const path of paths) {
    const stat = await fileSystem.stat(path).catch(() => null);
    newestMs = Math.max(newestMs, stat?.mtimeMs ?? 0);
    parts.push(stat === null ? `${path} -` : `${path} ${stat.size} ${stat.mtimeMs}`);
  }
  return { text: parts.join('\n'), newestMs };
}
