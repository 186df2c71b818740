import type { FileSystem } from '../fs/file-system.ts';
import { Slicer } from '../scan/slicer.ts';
import { newestRecords } from './newest-records.ts';
import type { ClosedSegmentRef } from './segment-records.ts';
import { writeHint } from './write-hint.ts';

export interface HintJob {
  directory: string;
  segment: ClosedSegmentRef;
  storeId: Uint8Array;
  /** Of the hashes in it: that of the index, which can take it as it is then. */
  seed: number;
}

/** Reads a closed segment and writes its hint. */
export async function indexSegment(
  fileSystem: FileSystem,
  job: HintJob,
  signal?: AbortSignal,
): Promise<void> {
  const slicer = new Slicer(signal);
  const { directory, segment, storeId, seed } = job;
  const newest = await newestRecords(fileSystem, directory, [segment], seed, slicer);
  const binding = { storeId, segment: segment.number, endOffset: segment.offset, endChain: segment.chain };
  await writeHint(fileSystem, directory, newest, binding, slicer);
}
