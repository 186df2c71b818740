import { hintTombstone } from '../format/hint.ts';
import type { RecordHead } from '../format/record.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';
import { type ClosedSegmentRef, readSegmentRecords } from './segment-records.ts';

/**
 * The newest record of each key of some segments, given in the order of replay: deletions are entries like others,
 * with the type `hintTombstone`.
 */
export async function newestRecords(
  fileSystem: FileSystem,
  directory: string,
  segments: readonly ClosedSegmentRef[],
  slicer: Slicer,
  onBytes: (bytes: number) => void,
): Promise<KeyIndex> {
  const newest = new KeyIndex();
  for (const segment of segments) {
    await readSegmentRecords(
      fileSystem,
      directory,
      segment,
      slicer,
      (bytes, head, seq, offset) => putRecord(newest, bytes, head, seq, segment.number, offset),
      async (frameBytes) => onBytes(frameBytes),
    );
  }
  return newest;
}

/** Notes that the key's newest record is this one. */
export function putRecord(
  index: KeyIndex,
  bytes: Uint8Array,
  head: RecordHead,
  seq: number,
  segment: number,
  offset: number,
): void {
  const type = head.isDelete ? hintTombstone : head.type;
  index.put(
    bytes,
    head.keyOffset,
    head.valueOffset,
    segment,
    offset,
    head.length,
    head.valueLength,
    seq,
    head.expireAt ?? 0,
    type,
  );
}
