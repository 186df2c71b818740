import { equalBytes } from '../../../shared/bytes.ts';
import { manifestFile } from '../format/file-names.ts';
import { errnoOf } from '../fs/errno.ts';
import type { FileSystem } from '../fs/file-system.ts';

const maxAttempts = 5;

export interface Reading<T> {
  read: () => Promise<T>;
  /** Whether a file that the manifest names was not there. */
  lacksFile: (result: T) => boolean;
  /** Lets go of a result that does not count. */
  drop?: (result: T) => Promise<void>;
}

/**
 * Reads a store that another process may be compacting: segments can go while they are read. What was read counts
 * if nothing was missing, or if the manifest is still the one that it was.
 */
export async function whileManifestStays<T>(
  fileSystem: FileSystem,
  directory: string,
  { read, lacksFile, drop }: Reading<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const before = await manifestBytes(fileSystem, directory);
    const changed = async (): Promise<boolean> => {
      if (attempt === maxAttempts || before === null) return false;
      const after = await manifestBytes(fileSystem, directory);
      return after !== null && !equalBytes(before, after);
    };
    try {
      const result = await read();
      if (!lacksFile(result) || !(await changed())) return result;
      await drop?.(result);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || !(await changed())) throw error;
    }
  }
}

async function manifestBytes(fileSystem: FileSystem, directory: string): Promise<Uint8Array | null> {
  try {
    return await fileSystem.readFile(`${directory}/${manifestFile}`);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
