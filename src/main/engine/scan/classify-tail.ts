import { frameHeaderLength } from '../format/frame.ts';
import { viewOf } from '../format/integers.ts';
import { sealLength, sealMarker } from '../format/seal.ts';
import type { Salt } from '../format/segment-header.ts';
import type { ReadWindow } from './read-window.ts';
import type { Tail } from './scan-state.ts';
import type { Slicer } from './slicer.ts';

/** Why a frame could not be read. */
export type FrameProblem =
  | 'short' // fewer bytes than a header has
  | 'header' // marker or checksum of the header do not match
  | 'unfinished' // the payload ends after the file does
  | 'payload' // the payload does not match its checksum
  | 'order'; // whole, but not what follows on from the frame before

export interface BrokenEnd {
  problem: FrameProblem;
  offset: number;
  /** First sequence number that is missing. */
  firstSeq: number;
  /** Highest sequence number that anything says was durable. */
  durableSeq: number;
  /** What the frames of this segment are marked with. */
  salt: Salt;
}

const sectorBytes = 512;
const sealMarkerBytes = 4;

/**
 * What to say of the bytes after the last whole frame of a log, when nothing whole follows them. An unfinished
 * write is what a crash leaves; a finished one that does not match may be a write that the disk finished in
 * part, or one that was acknowledged and has rotted since: then only a durable mark can tell.
 */
export async function classifyTail(
  window: ReadWindow,
  end: BrokenEnd,
  slicer: Slicer,
): Promise<Pick<Tail, 'kind' | 'reason'>> {
  const length = window.size - end.offset;
  if (end.durableSeq >= end.firstSeq) {
    return {
      kind: 'lost',
      reason: `${what(end.problem)}, though an fsync had proven record ${end.firstSeq}`,
    };
  }
  if (await beginsSeal(window, end)) {
    return { kind: 'torn', reason: 'a seal that does not end; it holds no record' };
  }
  const lastData = await lastNonZero(window, end.offset, slicer);
  if (lastData < end.offset) {
    return {
      kind: 'torn',
      reason: `${length} zero bytes: the file had grown, its data had not been written`,
    };
  }
  if (end.problem === 'short')
    return { kind: 'torn', reason: `a frame header that ends after ${length} bytes` };
  if (end.problem === 'unfinished') return { kind: 'torn', reason: 'a frame that does not end' };
  const dataLength = lastData + 1 - end.offset;
  if (dataLength < frameHeaderLength || zeroedFromSector(lastData, window.size)) {
    return { kind: 'torn', reason: `a frame of which only the first ${dataLength} bytes were written` };
  }
  return { kind: 'unprovable', reason: `${what(end.problem)}, and nothing whole follows` };
}

/** Sealing is the last write to a segment. */
async function beginsSeal(window: ReadWindow, { problem, offset, salt }: BrokenEnd): Promise<boolean> {
  if (problem !== 'header' && problem !== 'short') return false;
  if (window.size - offset > sealLength || !(await window.load(offset, sealMarkerBytes))) return false;
  return viewOf(window.bytes, offset - window.base, sealMarkerBytes).getUint32(0, true) === sealMarker(salt);
}

export function what(problem: FrameProblem): string {
  switch (problem) {
    case 'short':
    case 'unfinished':
      return 'a frame does not end';
    case 'header':
      return 'the checksum of a frame header does not match';
    case 'payload':
      return 'the checksum of a frame does not match';
    case 'order':
      return 'a frame does not follow on from the one before';
  }
}

/** True when all from some sector boundary behind the last data to the end is zero. */
function zeroedFromSector(lastData: number, size: number): boolean {
  const boundary = Math.ceil((lastData + 1) / sectorBytes) * sectorBytes;
  return size - boundary >= sectorBytes;
}

/** Offset of the last byte from `from` on that is not zero; less than `from` when all are. */
async function lastNonZero(window: ReadWindow, from: number, slicer: Slicer): Promise<number> {
  let last = from - 1;
  for (let at = from; at < window.size; ) {
    await window.load(at, 1);
    const end = window.base + window.length;
    for (let i = end - 1; i >= at; i--) {
      if (window.bytes[i - window.base] !== 0) {
        last = i;
        break;
      }
    }
    if (end <= at) break;
    at = end;
    if (slicer.dueNow()) await slicer.yield();
  }
  return last;
}
