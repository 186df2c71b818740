import type { FileSystem } from '../../../engine/fs/file-system.ts';
import { closing } from './exhibit.ts';
import { jsonFile, jsonSubject, type Save } from './json-file.ts';

/** A new file is written beside the old one and renamed over it. `sync`: the new file has an fsync before that. */
const saveBeside =
  ({ sync }: { sync: boolean }): Save =>
  async (fileSystem, directory, text) => {
    const temporary = `${directory}/${jsonFile}.tmp`;
    await writeNew(fileSystem, temporary, text, sync);
    await fileSystem.rename(temporary, `${directory}/${jsonFile}`);
  };

async function writeNew(
  fileSystem: FileSystem,
  path: string,
  text: Uint8Array,
  sync: boolean,
): Promise<void> {
  const file = await fileSystem.open(path, 'open-or-create');
  await closing(file, async () => {
    await file.truncate(0);
    await file.write(text, 0);
    if (sync) await file.sync();
  });
}

/** The name may get to the disk before the bytes do. */
export const jsonRename = jsonSubject('json-rename', saveBeside({ sync: false }));

/** The bytes are there, but nothing makes the new name durable: the directory has no fsync. */
export const jsonRenameFsync = jsonSubject('json-rename-fsync', saveBeside({ sync: true }));
