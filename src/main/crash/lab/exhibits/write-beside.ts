import type { FileSystem } from '../../../engine/fs/file-system.ts';
import { closing } from './exhibit.ts';

export interface WriteBeside {
  fileSystem: FileSystem;
  /** The file that is replaced. */
  path: string;
  content: Uint8Array;
  /** The new file has an fsync before it gets its name. */
  sync: boolean;
}

/** The new content is written into a file beside the old one, which is then renamed over it. */
export async function writeBeside({ fileSystem, path, content, sync }: WriteBeside): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await fileSystem.open(temporary, 'open-or-create');
  await closing(file, async () => {
    await file.truncate(0);
    await file.write(content, 0);
    if (sync) await file.sync();
  });
  await fileSystem.rename(temporary, path);
}
