import { hostname } from 'node:os';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { lockFile } from '../format/file-names.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import type { LockHolder } from './lock-holder.ts';

export type { LockHolder };

export interface DirectoryLock {
  release(): Promise<void>;
}

/** A lock file says no more than who holds it. */
const maxHolderBytes = 4096;

/**
 * Takes the directory for writing, until `release` or the end of the process, however it ends.
 * Throws LOCKED with the holder's pid in `details` when another process, or another store of this one, has it.
 */
export async function acquireDirectoryLock(
  fileSystem: FileSystem,
  directory: string,
  app: string,
): Promise<DirectoryLock> {
  const handle = await fileSystem.open(`${directory}/${lockFile}`, 'open-or-create');
  try {
    if (!handle.tryLock()) throw lockedError(directory, await readHolder(handle));
    const holder: LockHolder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), app };
    await handle.truncate(0);
    await handle.write(utf8(`${JSON.stringify(holder)}\n`), 0);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { release: () => handle.close() };
}

/** Who holds or last held the directory; null when no one ever did. Changes nothing. */
export async function readLockHolder(fileSystem: FileSystem, directory: string): Promise<LockHolder | null> {
  const path = `${directory}/${lockFile}`;
  if ((await fileSystem.stat(path)) === null) return null;
  const handle = await fileSystem.open(path, 'read');
  try {
    return await readHolder(handle);
  } finally {
    await handle.close();
  }
}

async function readHolder(handle: FileHandle): Promise<LockHolder | null> {
  const bytes = new Uint8Array(maxHolderBytes);
  const length = await handle.read(bytes, 0);
  // The validator is loaded only here: whoever gets the lock starts without it.
  const { parseHolder } = await import('./lock-holder.ts');
  // null: the holder is writing it at this moment, or someone else did. The lock counts all the same.
  return parseHolder(looseText(bytes.subarray(0, length)));
}

function lockedError(directory: string, holder: LockHolder | null): WalscopeError {
  const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.app} on ${holder.host})`;
  return new WalscopeError(
    'LOCKED',
    `${directory} is open for writing in ${who}: close it there, or open it read-only.`,
    { details: { directory, pid: holder?.pid ?? null, host: holder?.host ?? null } },
  );
}
