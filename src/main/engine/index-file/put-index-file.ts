import { temporarySuffix } from '../format/file-names.ts';
import type { IndexFileKind, IndexHead } from '../format/index-head.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { IndexImage } from '../index/index-image.ts';
import type { Slicer } from '../scan/slicer.ts';
import { writeIndex } from './write-index.ts';

/** Writes an index beside `path`, and gives it that name once it is whole. Not synced. */
export async function putIndexFile(
  fileSystem: FileSystem,
  path: string,
  kind: IndexFileKind,
  head: Omit<IndexHead, 'blocks'>,
  image: IndexImage,
  slicer: Slicer,
): Promise<void> {
  const temporary = temporaryOf(path);
  if ((await fileSystem.stat(temporary)) !== null) await fileSystem.unlink(temporary);
  const handle = await fileSystem.open(temporary, 'create');
  try {
    await writeIndex(handle, kind, head, image, slicer);
  } finally {
    await handle.close();
  }
  await fileSystem.rename(temporary, path);
}

/** What is left there of a writing that failed. */
export const temporaryOf = (path: string): string => path + temporarySuffix;
