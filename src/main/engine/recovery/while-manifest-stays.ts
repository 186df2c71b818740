import { equalBytes } from '../../../shared/bytes.ts';
import type { Store } from '../api.ts';
import { errnoOf } from '../commit/failures.ts';
import { manifestFile } from '../format/file-names.ts';
import type { FileSystem } from '../fs/file-system.ts';

const maxAttempts = 5;

/**
 * Opens a store that another process may be compacting: segments can go while they are read. What was read counts
 * if nothing was missing, or if the manifest is still the one that it was.
 */
export async function whileManifestStays(
  fileSystem: FileSystem,
  directory: string,
  open: () => Promise<Store>,
): Promise<Store> {
  for (let attempt = 1; ; attempt++) {
    const before = await manifestBytes(fileSystem, directory);
    const changed = async (): Promise<boolean> => {
      if (attempt === maxAttempts || before === null) return false;
      const after = await manifestBytes(fileSystem, directory);
      return after !== null && !equalBytes(before, after);
    };
    try {
      const store = await open();
      if (store.recovery.verdict.code !== 'file-missing' || !(await changed())) return store;
      await store.close();
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
