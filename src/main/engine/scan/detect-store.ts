import { manifestFile, numberInName } from '../format/file-names.ts';
import { startsWithManifestMagic } from '../format/manifest.ts';
import { startsWithMagic } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';

const magicLength = 8;
/** How many segments are looked at before a directory is said to hold none. */
const maxSegmentsProbed = 16;

/** True when the directory holds a Walscope store, sound or not: a manifest or a segment says so. */
export async function detectStore(fileSystem: FileSystem, directory: string): Promise<boolean> {
  const names = await fileSystem.list(directory);
  if (names.includes(manifestFile)) {
    if (startsWithManifestMagic(await firstBytes(fileSystem, `${directory}/${manifestFile}`))) return true;
  }
  const segments = names.filter((name) => numberInName(name) !== null).slice(0, maxSegmentsProbed);
  for (const name of segments) {
    if (startsWithMagic(await firstBytes(fileSystem, `${directory}/${name}`))) return true;
  }
  return false;
}

async function firstBytes(fileSystem: FileSystem, path: string): Promise<Uint8Array> {
  const handle = await fileSystem.open(path, 'read');
  try {
    const bytes = new Uint8Array(magicLength);
    return bytes.subarray(0, await handle.read(bytes, 0));
  } finally {
    await handle.close();
  }
}
