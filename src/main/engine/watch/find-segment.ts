import { WalscopeError } from '../../../shared/errors.ts';
import { manifestFile } from '../format/file-names.ts';
import { decodeManifest, type ManifestSegment } from '../format/manifest.ts';
import { errnoOf } from '../fs/errno.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { SegmentTail } from './segment-tail.ts';

/** A segment that is listed and not there has been replaced since: so often the list is read again. */
const maxAttempts = 10;

/** The segments that count at this moment, in the order of replay. */
export async function countedSegments(
  fileSystem: FileSystem,
  directory: string,
): Promise<readonly ManifestSegment[]> {
  const decoded = decodeManifest(await fileSystem.readFile(`${directory}/${manifestFile}`));
  if (decoded.status === 'ok') return decoded.value.segments;
  throw new WalscopeError('CORRUPT', `The manifest of ${directory} cannot be read: verify the directory.`);
}

/**
 * The segment in which record `seq` stands or will stand, opened. `compacted`: it may have been merged with others, so
 * that not every change is there any more. null: no segment reaches so far yet.
 */
export async function findSegment(
  fileSystem: FileSystem,
  directory: string,
  seq: number,
): Promise<SegmentTail | 'compacted' | null> {
  for (let attempt = 1; ; attempt++) {
    const segments = await countedSegments(fileSystem, directory);
    const found = segments.find(({ closed }) => closed === null || closed.lastSeq >= seq);
    if (found === undefined) return null;
    if (found.compacted) return 'compacted';
    try {
      return await SegmentTail.open(fileSystem, directory, found.number);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || attempt === maxAttempts) throw error;
    }
  }
}
