import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { FileBeside, LogMoment } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { hintName } from './data-files.ts';

/** The hints of its data files. */
export async function bitcaskFilesBeside(log: Log, fileSystem: FileSystem): Promise<string[]> {
  const hints = new Set(log.files.map(({ name }) => hintName(name)));
  return (await fileSystem.list(log.directory)).filter((name) => hints.has(name));
}

/** A file has its hint once it is closed. */
export async function bitcaskBesideUpTo(
  log: Log,
  { file }: LogMoment,
  fileSystem: FileSystem,
): Promise<FileBeside[]> {
  const later = new Set(log.files.slice(file).map(({ name }) => hintName(name)));
  const names = await bitcaskFilesBeside(log, fileSystem);
  return names.filter((name) => later.has(name)).map((name) => ({ name, bytes: null }));
}
