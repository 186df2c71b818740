import { lstatSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the directory's files occupy, as the file system counts them: holes are free, preallocation is not. */
export function diskBytes(directory) {
  let total = 0;
  for (const entry of readdirSync(directory, { recursive: true })) {
    // A contender may be removing files at this moment: what is gone takes no space.
    const stat = lstatSync(join(directory, String(entry)), { throwIfNoEntry: false });
    if (stat?.isFile()) total += stat.blocks === undefined ? stat.size : stat.blocks * 512;
  }
  return total;
}

const names = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlayfs'],
  [0x2fc12fc1, 'zfs'],
  [0x1a, 'apfs'],
]);

/** The file system's name, or its number where it has none here. */
export function fileSystemName(directory) {
  const { type } = statfsSync(directory);
  return names.get(type) ?? `type 0x${type.toString(16)}`;
}

/** On a RAM disk an fsync costs nothing and proves nothing. */
export const isRamDisk = (directory) => fileSystemName(directory) === 'tmpfs';
