import { WalscopeError } from '../../../shared/errors.ts';
import {
  decodeIndexHead,
  type IndexFileKind,
  type IndexHead,
  indexFixedLength,
  indexHeadLengthIn,
} from '../format/index-head.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';

export type IndexFileUse<T> = (handle: FileHandle, head: IndexHead) => Promise<T | null>;

/**
 * Runs `use` on an index file of this kind whose head is whole. What cannot be read is as good as not there: null. Throws
 * CANCELLED when `use` does.
 */
export async function withIndexFile<T>(
  fileSystem: FileSystem,
  path: string,
  kind: IndexFileKind,
  use: IndexFileUse<T>,
): Promise<T | null> {
  try {
    const handle = await fileSystem.open(path, 'read');
    try {
      const head = await readIndexHead(handle, kind);
      return head === null ? null : await use(handle, head);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof WalscopeError && error.code === 'CANCELLED') throw error;
    return null;
  }
}

/** The head that the file begins with; null when it has none of this kind, or a damaged one. */
export async function readIndexHead(handle: FileHandle, kind: IndexFileKind): Promise<IndexHead | null> {
  const fixed = new Uint8Array(indexFixedLength);
  await handle.read(fixed, 0);
  const length = indexHeadLengthIn(kind, fixed);
  if (length === null) return null;
  const bytes = new Uint8Array(length);
  await handle.read(bytes, 0);
  return decodeIndexHead(kind, bytes, await handle.size());
}
