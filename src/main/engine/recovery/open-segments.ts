import type { FileSystem } from '../fs/file-system.ts';
import type { ScanResult } from '../scan/scan-result.ts';
import { Segment } from '../segments/segment.ts';
import { SegmentSet } from '../segments/segment-set.ts';

/** Opens the files of all segments that can be read; the last one to write to, when `writable`. */
export async function openSegments(
  fileSystem: FileSystem,
  directory: string,
  scan: ScanResult,
  writable: boolean,
): Promise<SegmentSet> {
  const segments: Segment[] = [];
  try {
    for (const file of scan.files) {
      if (file.header === null || file.kind === 'missing') continue;
      const toWrite = writable && file === scan.files.at(-1);
      const handle = await fileSystem.open(`${directory}/${file.name}`, toWrite ? 'write' : 'read');
      const { end, frames, records, lastFrame } = file;
      const closed = file.entry?.closed ?? null;
      segments.push(new Segment(file.header, handle, { end, frames, records, lastFrame, closed }));
    }
  } catch (error) {
    for (const segment of segments) await segment.retire();
    throw error;
  }
  return new SegmentSet(segments);
}
