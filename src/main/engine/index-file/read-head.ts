import {
  decodeIndexHead,
  type IndexFileKind,
  type IndexHead,
  indexFixedLength,
  indexHeadLengthIn,
} from '../format/index-head.ts';
import type { FileHandle } from '../fs/file-system.ts';

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
