import { join } from 'node:path';
import { crc32 } from '../../engine/format/crc32.ts';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';

/** An entry: timestamp u32, key size u16, record size u32, tombstone bit and 63 bits of offset, then the key. */
const entryLength = 18;
const chunkBytes = 1024 * 1024;
/** The offset in the entry that ends a hint; its record size is the checksum of all before. */
const endMark = 0x7fffffffffffffffn;

export interface Hint {
  /** The end entry is there and its checksum holds: the data file was closed. */
  valid: boolean;
  /** The end entry is there, but the checksum does not hold. */
  damaged: boolean;
  /** Where the last record ends that a valid hint names; 0 when it names none. */
  dataEnd: number;
}

/**
 * What a hint says of its data file. The data is read in any case: a hint only tells how much of it there once was.
 * null when there is no hint.
 */
export async function readHint(
  directory: string,
  name: string,
  fileSystem: FileSystem,
): Promise<Hint | null> {
  const path = join(directory, name);
  const stat = await fileSystem.stat(path);
  if (stat === null || stat.isDirectory) return null;
  const handle = await fileSystem.open(path, 'read');
  try {
    return await checkHint(handle, await handle.size());
  } finally {
    await handle.close();
  }
}

async function checkHint(handle: FileHandle, size: number): Promise<Hint> {
  const unended: Hint = { valid: false, damaged: false, dataEnd: 0 };
  if (size < entryLength) return unended;
  const end = Buffer.alloc(entryLength);
  await handle.read(end, size - entryLength);
  const isEnd = end.readUInt32BE(0) === 0 && end.readUInt16BE(4) === 0 && end.readBigUInt64BE(10) === endMark;
  if (!isEnd) return unended;
  const { crc, dataEnd } = await walkEntries(handle, size - entryLength);
  if (crc !== end.readUInt32BE(6)) return { valid: false, damaged: true, dataEnd: 0 };
  return { valid: true, damaged: false, dataEnd };
}

/** The checksum of the entries, and the highest end of a record among them. */
async function walkEntries(handle: FileHandle, size: number): Promise<{ crc: number; dataEnd: number }> {
  let crc = 0;
  let dataEnd = 0;
  /** Offset in the file of the next entry. */
  let next = 0;
  let begun: Buffer = Buffer.alloc(0);
  for (let at = 0; at < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size - at));
    const read = await handle.read(chunk, at);
    if (read === 0) break;
    crc = crc32(chunk, 0, read, crc);
    const bytes = Buffer.concat([begun, chunk.subarray(0, read)]);
    const start = at - begun.length;
    at += read;
    while (next + entryLength <= start + bytes.length) {
      const entry = next - start;
      const offset = bytes.readBigUInt64BE(entry + 10) & endMark;
      dataEnd = Math.max(dataEnd, Number(offset) + bytes.readUInt32BE(entry + 6));
      next += entryLength + bytes.readUInt16BE(entry + 4);
    }
    begun = bytes.subarray(Math.max(0, Math.min(next - start, bytes.length)));
  }
  return { crc, dataEnd };
}
