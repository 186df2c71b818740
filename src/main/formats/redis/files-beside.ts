import { basename, isAbsolute, join, relative } from 'node:path';
import { tryText, utf8 } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { FileBeside, LogMoment } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { confFile, readConf, withDir } from './conf.ts';
import { layoutOf } from './layout.ts';
import { withoutParts } from './manifest.ts';

/** The manifest of an append-only directory, and the configuration. */
export async function redisFilesBeside(log: Log, fileSystem: FileSystem): Promise<string[]> {
  const layout = await layoutOf(log.directory, fileSystem);
  return [layout?.manifest, layout?.conf?.text == null ? null : confFile].filter((name) => name != null);
}

/** A configuration whose `dir` names the directory from the root on would lead from a copy to the original. */
export async function redisBesideInCopy(log: Log, fileSystem: FileSystem): Promise<FileBeside[]> {
  const { dir, text } = await readConf(log.directory, fileSystem);
  if (text === null || dir === null || !isAbsolute(dir)) return [];
  const within = relative(log.directory, dir).replaceAll('\\', '/');
  const isInside = !within.startsWith('..') && !isAbsolute(within);
  return [{ name: confFile, bytes: utf8(withDir(text, isInside ? `./${within}` : null)) }];
}

/** The manifest before a later part had its line. One that cannot be read stays as it is. */
export async function redisBesideUpTo(
  log: Log,
  { file }: LogMoment,
  fileSystem: FileSystem,
): Promise<FileBeside[]> {
  const manifest = (await layoutOf(log.directory, fileSystem))?.manifest ?? null;
  const later = new Set(log.files.slice(file + 1).map(({ name }) => basename(name)));
  if (manifest === null || later.size === 0) return [];
  const text = tryText(await fileSystem.readFile(join(log.directory, manifest)));
  return text === null ? [] : [{ name: manifest, bytes: utf8(withoutParts(text, later)) }];
}
