import { join } from 'node:path';
import type { FileSystem } from '../../engine/fs/file-system.ts';

export interface DataFile {
  id: bigint;
  name: string;
  size: number;
}

/** Set on a file that a finished merge has replaced: readers leave it out. o+x now, setuid in older versions. */
const awaitsDeletion = 0o4001;

/** `1.bitcask.data` and the like: three parts, a number first. */
const dataName = /^(\d{1,32})\.[^.]*\.data$/;

/** The data files that count, by number. */
export async function listDataFiles(directory: string, fileSystem: FileSystem): Promise<DataFile[]> {
  const files: (DataFile & { replaced: boolean })[] = [];
  for (const name of await fileSystem.list(directory)) {
    const id = dataName.exec(name)?.[1];
    if (id === undefined) continue;
    const stat = await fileSystem.stat(join(directory, name));
    if (stat === null || stat.isDirectory) continue;
    const replaced = ((stat.mode ?? 0) & awaitsDeletion) !== 0;
    files.push({ id: BigInt(id), name, size: stat.size, replaced });
  }
  // A merge leaves at least the file it wrote: where all have the bit, it is the file system that gives it.
  const counting = files.some(({ replaced }) => !replaced)
    ? files.filter(({ replaced }) => !replaced)
    : files;
  return counting.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.name < b.name ? -1 : 1));
}

export function hintName(data: string): string {
  return `${data.slice(0, -'data'.length)}hint`;
}
