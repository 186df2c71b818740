import { join } from 'node:path';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';

export const snapshotFile = 'dump.rdb.json';
export const logFile = 'appendonly.aof';

/** Calls `use` with the file and its size; null when it is not there. */
export async function withFile<T>(
  directory: string,
  name: string,
  fileSystem: FileSystem,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T | null> {
  const path = join(directory, name);
  const stat = await fileSystem.stat(path);
  if (stat === null || stat.isDirectory) return null;
  const handle = await fileSystem.open(path, 'read');
  try {
    return await use(handle, await handle.size());
  } finally {
    await handle.close();
  }
}
