import { equalBytes } from '../../../shared/bytes.ts';
import { hintSuffix, isStoreFile, numberInName, temporarySuffix } from '../format/file-names.ts';
import { decodeSegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';

/** The manifest as it was found, and the numbers of the segments that count. */
export interface FoundManifest {
  storeId: Uint8Array;
  nextNumber: number;
  counted: readonly number[];
  /** Makes sure that this manifest is the one on the disk. */
  prove: () => Promise<void>;
}

/**
 * Removes what an interrupted compaction or roll left behind: temporary files, segments that the manifest no longer
 * counts or never did, and hints without a segment. Anything that may hold records nobody else has stays. Segments go
 * only once the manifest is proven: where the fsync of its name has failed, the disk may still have the one before it,
 * which counts them.
 */
export async function clearLeftovers(
  fileSystem: FileSystem,
  directory: string,
  found: FoundManifest,
): Promise<void> {
  const counted = new Set(found.counted);
  let isProven = false;
  for (const name of await fileSystem.list(directory)) {
    if (!isStoreFile(name)) continue;
    const path = `${directory}/${name}`;
    const segment = numberInName(name);
    const hint = numberInName(name, hintSuffix);
    const isOldSegment =
      segment !== null && !counted.has(segment) && (await isStale(fileSystem, path, segment, found));
    if (isOldSegment && !isProven) {
      await found.prove();
      isProven = true;
    }
    const isStray = name.endsWith(temporarySuffix) || (hint !== null && !counted.has(hint));
    // What cannot be removed now does no harm, and the next writer tries again.
    if (isOldSegment || isStray) await fileSystem.unlink(path).catch(() => undefined);
  }
}

async function isStale(
  fileSystem: FileSystem,
  path: string,
  number: number,
  found: FoundManifest,
): Promise<boolean> {
  const handle = await fileSystem.open(path, 'read');
  try {
    const bytes = new Uint8Array(segmentHeaderLength);
    const length = await handle.read(bytes, 0);
    const header = decodeSegmentHeader(bytes.subarray(0, length));
    // A segment gets its frames only after its header is on the disk.
    if (header.status !== 'ok')
      return header.status === 'damaged' && (await handle.size()) <= segmentHeaderLength;
    if (!equalBytes(header.value.storeId, found.storeId)) return false;
    return header.value.compacted || number < found.nextNumber;
  } finally {
    await handle.close();
  }
}
