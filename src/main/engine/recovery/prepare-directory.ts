import { dirname } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { decodeDurableFile } from '../format/durable-mark.ts';
import { durableMarkFile, isStoreFile, lockFile } from '../format/file-names.ts';
import { errnoOf } from '../fs/errno.ts';
import type { FileSystem } from '../fs/file-system.ts';

/** True when the directory holds a store, sound or not; otherwise it exists now and is empty. */
export async function prepareDirectory(
  fileSystem: FileSystem,
  directory: string,
  mayCreate: boolean,
): Promise<boolean> {
  const stat = await fileSystem.stat(directory);
  if (stat === null) {
    if (!mayCreate) throw new WalscopeError('NOT_FOUND', `${directory} is not there.`);
    await makeDirectory(fileSystem, directory);
    return false;
  }
  if (!stat.isDirectory) throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is not a directory.`);
  const names = await fileSystem.list(directory);
  if (holdsStoreFiles(names)) return true;
  const foreign = names.find((name) => !isStoreFile(name));
  if (!mayCreate) throw new WalscopeError('NOT_FOUND', `${directory} holds no Walscope store.`);
  if (foreign !== undefined) {
    const advice = 'choose an empty directory for a new store';
    throw new WalscopeError('NOT_EMPTY', `${directory} holds ${foreign} and no Walscope store: ${advice}.`);
  }
  return false;
}

async function makeDirectory(fileSystem: FileSystem, directory: string): Promise<void> {
  try {
    await fileSystem.mkdir(directory);
  } catch (cause) {
    const errno = errnoOf(cause);
    if (errno === 'EEXIST') return requireThere(fileSystem, directory, cause);
    if (errno !== 'ENOENT') throw cause;
    const parent = dirname(directory);
    throw new WalscopeError('NOT_FOUND', `${parent} is not there: make it first.`, { cause });
  }
}

/** It was not there, and now it is: another process was quicker; or what is there is a link to nothing. */
async function requireThere(fileSystem: FileSystem, directory: string, cause: unknown): Promise<void> {
  if ((await fileSystem.stat(directory)) !== null) return;
  const reason = `${directory} is a link that leads nowhere: make what it leads to, or remove it.`;
  throw new WalscopeError('NOT_FOUND', reason, { cause });
}

/** Names of a directory among which are a store's, its lock by itself aside. */
export function holdsStoreFiles(names: readonly string[]): boolean {
  return names.some((name) => isStoreFile(name) && name !== lockFile);
}

/** Neither manifest nor segment is there: unless records were proven durable once, none had been written. */
export async function assertNothingLost(fileSystem: FileSystem, directory: string): Promise<void> {
  const names = await fileSystem.list(directory);
  if (!names.includes(durableMarkFile)) return;
  const { mark } = decodeDurableFile(await fileSystem.readFile(`${directory}/${durableMarkFile}`));
  if (mark === null || mark.seq === 0) return;
  throw new WalscopeError(
    'CORRUPT',
    `${directory} has lost its manifest and all segments, though ${mark.seq} records had been proven: restore them from a copy.`,
  );
}
