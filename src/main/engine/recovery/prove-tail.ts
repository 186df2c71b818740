import { prove } from '../commit/failures.ts';
import { sealLength } from '../format/seal.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { ScanResult } from '../scan/scan-result.ts';
import type { Segment } from '../segments/segment.ts';

/** Read and written at once, in bytes. */
const pieceBytes = 1024 * 1024;

/**
 * Brings the last segment to the disk as recovery has read it. What no mark says to be proven is written over itself
 * first: when an fsync has failed before, the system may go on showing bytes that never reached the disk and take
 * them for written, so that another fsync alone would prove nothing. Damaged or torn bytes behind stay as they are.
 */
export async function proveTail(
  fileSystem: FileSystem,
  directory: string,
  scan: ScanResult,
  last: Segment,
): Promise<void> {
  const { mark } = scan;
  // What is closed, or a merge, was proven before the manifest came to name it.
  const isProven = last.closed !== null || last.header.compacted;
  const from = mark !== null && mark.segment === last.number ? mark.offset : 0;
  // The seal stands behind what a mark can prove, and the manifest is about to say that it is there.
  const isSealed = scan.files.some(({ number, sealed }) => number === last.number && sealed);
  const end = last.end + (isSealed ? sealLength : 0);
  if (!isProven && from < end) await rewrite(fileSystem, `${directory}/${last.name}`, from, end);
  await prove(last.name, () => last.handle.sync());
}

/** Through a handle of its own: the segment's is there for reading when nothing more is to be appended to it. */
async function rewrite(fileSystem: FileSystem, path: string, from: number, to: number): Promise<void> {
  const handle = await fileSystem.open(path, 'write');
  try {
    const piece = new Uint8Array(Math.min(pieceBytes, to - from));
    for (let at = from; at < to; ) {
      const length = await handle.read(piece.subarray(0, to - at), at);
      if (length === 0) return;
      await handle.write(piece.subarray(0, length), at);
      at += length;
    }
  } finally {
    await handle.close();
  }
}
