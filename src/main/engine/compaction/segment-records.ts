import { WalscopeError } from '../../../shared/errors.ts';
import { crc32 } from '../format/crc32.ts';
import { segmentFile } from '../format/file-names.ts';
import { chainAfter, decodeFrameHeader, frameHeaderLength } from '../format/frame.ts';
import type { ReadSync } from '../format/patch-chain.ts';
import { decodeRecordHead, RecordHead } from '../format/record.ts';
import { decodeSegmentHeader, firstChain, segmentHeaderLength } from '../format/segment-header.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { ReadWindow } from '../scan/read-window.ts';
import type { Slicer } from '../scan/slicer.ts';

/** A segment that is no longer written to: its logical end, and the chain value there. */
export interface ClosedSegmentRef {
  number: number;
  offset: number;
  chain: number;
}

/**
 * `head` and `bytes` are good until the visitor returns; offsets in `head` are within `bytes`. `read` is for what a patch
 * builds on.
 */
export type RecordVisitor = (
  bytes: Uint8Array,
  head: RecordHead,
  seq: number,
  fileOffset: number,
  read: ReadSync,
) => void;

/**
 * All records of a closed segment in order. What is merged or indexed must be sound: anything else throws CORRUPT,
 * and the segment stays as it is for recovery to judge.
 * `endFrame` runs after the last record of each frame, where work may wait.
 */
export async function readSegmentRecords(
  fileSystem: FileSystem,
  directory: string,
  segment: ClosedSegmentRef,
  slicer: Slicer,
  visit: RecordVisitor,
  endFrame?: (frameBytes: number) => Promise<void>,
): Promise<void> {
  const name = segmentFile(segment.number);
  const handle = await fileSystem.open(`${directory}/${name}`, 'read');
  try {
    const window = new ReadWindow(handle, name, segment.offset);
    await window.load(0, Math.min(segmentHeaderLength, segment.offset));
    const header = decodeSegmentHeader(window.bytes.subarray(0, window.length));
    if (header.status !== 'ok') throw unsound(name, 0, 'its header cannot be read');
    const head = new RecordHead();
    const read: ReadSync = (target, offset) => handle.readSync(target, offset);
    let chain = firstChain(window.bytes);
    for (let at = segmentHeaderLength; at < segment.offset; ) {
      const payload = at + frameHeaderLength;
      await window.load(at, Math.min(frameHeaderLength, segment.offset - at));
      const frame = decodeFrameHeader(window.bytes, at - window.base, header.value.salt);
      if (frame === null || payload + frame.payloadLength > segment.offset) {
        throw unsound(name, at, 'the header of a frame does not match');
      }
      await window.load(at, frameHeaderLength + frame.payloadLength);
      const { base, bytes } = window;
      const end = payload + frame.payloadLength;
      if (frame.payloadCrc !== crc32(bytes, payload - base, end - base)) {
        throw unsound(name, at, 'the checksum of a frame does not match');
      }
      chain = chainAfter(bytes, at - base, chain);
      let record = payload - base;
      for (let i = 0; i < frame.records; i++) {
        if (!decodeRecordHead(bytes, record, end - base, head))
          throw unsound(name, base + record, 'it is no record');
        visit(bytes, head, frame.firstSeq + (head.seqDelta ?? i), base + record, read);
        record = head.end;
      }
      await endFrame?.(end - at);
      slicer.throwIfCancelled();
      if (slicer.dueNow()) await slicer.yield();
      at = end;
    }
    if (chain !== segment.chain)
      throw unsound(name, segment.offset, 'its frames do not end in the chain recorded');
  } finally {
    await handle.close();
  }
}

/** What is to be compacted is not as it should be: nothing is done. */
export function unsound(name: string, offset: number, what: string): WalscopeError {
  return new WalscopeError(
    'CORRUPT',
    `${name} cannot be compacted, since at byte ${offset} ${what}: verify the directory and salvage it into a new one.`,
    { details: { file: name, offset } },
  );
}
