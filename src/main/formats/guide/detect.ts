import { join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { judgeDamage, type NotWhole } from './damage.ts';
import { dataFile } from './data-file.ts';
import { headerLength, valueOffset } from './record.ts';
import { RecordReader } from './record-reader.ts';

/** Of a file that begins with no whole record, as much is searched for one. */
const maxSearchedBytes = 16 * 1024 * 1024;
/** A first record that does not end is taken for one when its key is no longer than this. */
const maxPlausibleKeyBytes = 1024 * 1024;

/**
 * Whether data.log is a guide log: it begins with a whole record, or with damage behind which whole records
 * stand, or with the beginning of a record that could have been written. An empty one holds no keys yet.
 */
export async function isGuideDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const path = join(directory, dataFile);
  const stat = await fileSystem.stat(path);
  if (stat === null || stat.isDirectory) return false;
  if (stat.size === 0) return true;
  const handle = await fileSystem.open(path, 'read');
  try {
    const size = await handle.size();
    const whole = await new RecordReader(new ByteWindow(handle, size)).at(0);
    if (whole.whole) return true;
    const searched = Math.min(size, maxSearchedBytes);
    return await beginsPlausibly(new RecordReader(new ByteWindow(handle, searched)), whole);
  } finally {
    await handle.close();
  }
}

async function beginsPlausibly(reader: RecordReader, found: NotWhole): Promise<boolean> {
  const damage = await judgeDamage(reader, 0, found);
  if (damage.end < reader.size) return true;
  if (damage.kind === 'torn') return found.header === null ? true : isPlausibleBeginning(found, reader.size);
  // One record with its length, or with a length that its checksum proves.
  return damage.header !== null;
}

function isPlausibleBeginning(found: NotWhole, size: number): boolean {
  const { header } = found;
  if (header === null) return size < headerLength;
  if (header.keyLength > maxPlausibleKeyBytes || header.keyLength < 0) return false;
  return header.valueLength > -1 || valueOffset(header) > size;
}
