import { isStoreFile, lockFile, temporarySuffix } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Log } from '../log/log.ts';

/** What a store keeps beside its segments. No lock, nothing unfinished. */
export async function walscopeFilesBeside(log: Log, fileSystem: FileSystem): Promise<string[]> {
  const segments = new Set(log.files.map(({ name }) => name));
  const names = await fileSystem.list(log.directory);
  return names.filter(
    (name) =>
      isStoreFile(name) && !segments.has(name) && name !== lockFile && !name.endsWith(temporarySuffix),
  );
}
