import { join } from 'node:path';
import { durableMarkFile, isStoreFile, manifestFile, numberInName } from '../../engine/format/file-names.ts';
import { startsWithManifestMagic } from '../../engine/format/manifest.ts';
import { startsWithMagic } from '../../engine/format/segment-header.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';

const magicLength = 8;

/**
 * Whether the directory holds a store: its manifest or one of its segments begins as they do. A store whose
 * creation was cut short has files that nothing has reached yet; then its names must be a store's and no others.
 */
export async function isWalscopeDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const stat = await fileSystem.stat(directory);
  if (!stat?.isDirectory) return false;
  const names = await fileSystem.list(directory);
  const segments = names.filter((name) => numberInName(name) !== null);
  if (names.includes(manifestFile)) {
    if (startsWithManifestMagic(await beginning(join(directory, manifestFile), fileSystem))) return true;
  }
  for (const name of segments) {
    if (startsWithMagic(await beginning(join(directory, name), fileSystem))) return true;
  }
  const hasStoreFiles =
    segments.length > 0 || names.includes(manifestFile) || names.includes(durableMarkFile);
  return hasStoreFiles && names.every(isStoreFile);
}

async function beginning(path: string, fileSystem: FileSystem): Promise<Uint8Array> {
  if ((await fileSystem.stat(path))?.isDirectory) return new Uint8Array(0);
  const handle = await fileSystem.open(path, 'read');
  try {
    const bytes = new Uint8Array(magicLength);
    return bytes.subarray(0, await handle.read(bytes, 0));
  } finally {
    await handle.close();
  }
}
