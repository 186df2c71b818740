import { join, relative, resolve } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { isLoneDirectory } from '../lone-files.ts';
import { type Parts, partsIn } from './append-only-folder.ts';
import { beginsAsRdb } from './beginnings.ts';
import { type Conf, confFile, readConf } from './conf.ts';
import { inFolder, isLogName, isRdbName } from './file-names.ts';

export interface Layout extends Parts {
  /** What was asked about names and places; null for a file by itself. */
  conf: Conf | null;
}

/**
 * The files that count, as Redis chooses them: the append-only directory with its manifest, else a single
 * append-only file, else the RDB. `redis.conf` in the directory may say otherwise. null when none is there.
 *
 * Its `dir` is followed where no such file lies beside it: a copy of a directory carries the `dir` of the original.
 */
export async function layoutOf(directory: string, fileSystem: FileSystem): Promise<Layout | null> {
  const stat = await fileSystem.stat(directory);
  if (!stat?.isDirectory) return null;
  const names = await fileSystem.list(directory);
  const isLone = isLoneDirectory(directory, names);
  const conf = isLone ? null : await readConf(directory, fileSystem);
  const parts =
    conf === null
      ? await onlyFile(directory, names, fileSystem)
      : await partsBy(conf, directory, names, fileSystem);
  return parts && { ...parts, conf };
}

async function partsBy(
  conf: Conf,
  directory: string,
  names: readonly string[],
  fileSystem: FileSystem,
): Promise<Parts | null> {
  const places = ['', ...(conf.dir === null ? [] : [relative(directory, resolve(directory, conf.dir))])];
  for (const within of places) {
    const parts = await partsAt(directory, within, conf, fileSystem);
    if (parts) return parts;
  }
  const named = names.filter((name) => isRdbName(name) || isLogName(name));
  const others = names.filter((name) => name !== confFile);
  return (await onlyFile(directory, named, fileSystem)) ?? onlyFile(directory, others, fileSystem);
}

/** `within`: the folder that Redis works in, relative to the directory. */
async function partsAt(
  directory: string,
  within: string,
  conf: Conf,
  fileSystem: FileSystem,
): Promise<Parts | null> {
  const sizeOf = async (name: string) => {
    const found = await fileSystem.stat(join(directory, name));
    return found && !found.isDirectory ? found.size : null;
  };
  const dbName = inFolder(within, conf.dbFileName);
  const rdbSize = await sizeOf(dbName);
  const rdb = rdbSize === null ? null : ({ name: dbName, size: rdbSize, role: 'rdb' } as const);
  if (conf.appendOnly === false && rdb) return { parts: [rdb], problems: [], manifest: null };
  for (const folder of [inFolder(within, conf.appendDirName), within]) {
    const parts = await partsIn(directory, folder, conf.appendFileName, fileSystem);
    if (parts) return parts;
  }
  const logName = inFolder(within, conf.appendFileName);
  const logSize = await sizeOf(logName);
  if (logSize !== null && (logSize > 0 || rdb === null)) {
    return { parts: [{ name: logName, size: logSize, role: 'base' }], problems: [], manifest: null };
  }
  return rdb ? { parts: [rdb], problems: [], manifest: null } : null;
}

/** A single file under a name of its own, as backups have. */
async function onlyFile(
  directory: string,
  names: readonly string[],
  fileSystem: FileSystem,
): Promise<Parts | null> {
  const [name] = names;
  const stat = names.length === 1 && name ? await fileSystem.stat(join(directory, name)) : null;
  if (!name || !stat || stat.isDirectory) return null;
  const handle = await fileSystem.open(join(directory, name), 'read');
  try {
    const isRdb = isRdbName(name) || (!isLogName(name) && (await beginsAsRdb(handle)));
    return { parts: [{ name, size: stat.size, role: isRdb ? 'rdb' : 'base' }], problems: [], manifest: null };
  } finally {
    await handle.close();
  }
}
