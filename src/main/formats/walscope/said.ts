import type { ReadAround, Said } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import { structureWords } from '../log/structure-words.ts';

const maxReadBytes = 192;

/** The elements of a structure; of a patch, those that come to it first. */
export async function walscopeSays(log: Log, index: number, read: ReadAround): Promise<Said | null> {
  const { op, type, offset, length, valueOffset, valueLength } = log.table.record(index);
  if (op !== 'set' || type === 'string' || type === 'module') return null;
  const there = Math.min(valueLength, offset + length - valueOffset);
  const bytes = await read(valueOffset, Math.min(maxReadBytes, there));
  return { verb: '', words: structureWords(type, bytes) + (bytes.length < there ? '…' : '') };
}
