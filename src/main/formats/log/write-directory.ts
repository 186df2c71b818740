import { basename, dirname, join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';

interface WriteOptions {
  fileSystem: FileSystem;
  signal?: AbortSignal;
}

/**
 * Makes a directory appear whole or not at all: `fill` writes into a temporary one beside it and syncs each file,
 * then one rename puts it in place. The target may be missing or an empty directory; its parent must be there.
 */
export async function writeDirectory<T>(
  directory: string,
  { fileSystem, signal }: WriteOptions,
  fill: (temporary: string) => Promise<T>,
): Promise<T> {
  await requireNewOrEmpty(directory, fileSystem);
  const temporary = join(dirname(directory), `.${basename(directory)}.${process.pid}.walscope-new`);
  await removeDirectory(temporary, fileSystem);
  await fileSystem.mkdir(temporary);
  try {
    const result = await fill(temporary);
    signal?.throwIfAborted();
    await fileSystem.syncDirectory(temporary);
    await fileSystem.rename(temporary, directory);
    await fileSystem.syncDirectory(dirname(directory));
    return result;
  } catch (error) {
    await removeDirectory(temporary, fileSystem);
    throw error;
  }
}

/** Whether a directory can appear there; the error says what is in the way. */
export async function requireNewOrEmpty(directory: string, fileSystem: FileSystem): Promise<void> {
  const stat = await fileSystem.stat(directory);
  if (stat === null) {
    const parent = dirname(directory);
    if (await fileSystem.stat(parent)) return;
    throw new WalscopeError('NOT_FOUND', `${parent} is not there: create it first.`);
  }
  if (!stat.isDirectory) {
    throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is a file: choose a new or empty directory.`);
  }
  if ((await fileSystem.list(directory)).length > 0) {
    throw new WalscopeError('NOT_EMPTY', `${directory} is not empty: choose a new or empty directory.`);
  }
}

/** What is not there counts as removed. */
async function removeDirectory(directory: string, fileSystem: FileSystem): Promise<void> {
  const stat = await fileSystem.stat(directory);
  if (stat === null) return;
  for (const name of await fileSystem.list(directory)) {
    const path = join(directory, name);
    if ((await fileSystem.stat(path))?.isDirectory) await removeDirectory(path, fileSystem);
    else await fileSystem.unlink(path);
  }
  await fileSystem.rmdir(directory);
}
