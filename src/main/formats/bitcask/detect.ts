import { join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { ByteWindow } from '../log/byte-window.ts';
import { listDataFiles } from './data-files.ts';
import { RecordReader } from './record-reader.ts';

/** A file of any of these names is Bitcask's even when its content is damaged or not there yet. */
const certainName = /^\d+\.bitcask\.data$/;

/** Whether a data file is there by its own name, or one by its content. */
export async function isBitcaskDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const stat = await fileSystem.stat(directory);
  if (!stat?.isDirectory) return false;
  for (const { name } of await listDataFiles(directory, fileSystem)) {
    if (certainName.test(name) || (await beginsWithRecord(join(directory, name), fileSystem))) return true;
  }
  return false;
}

async function beginsWithRecord(path: string, fileSystem: FileSystem): Promise<boolean> {
  const handle = await fileSystem.open(path, 'read');
  try {
    const window = new ByteWindow(handle, await handle.size());
    return (await new RecordReader(window).at(0)).fault === null;
  } finally {
    await handle.close();
  }
}
