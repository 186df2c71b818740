import { frameHeaderLength } from '../format/frame.ts';
import { viewOf } from '../format/integers.ts';
import { sealLength, sealMarker } from '../format/seal.ts';
import type { Salt } from '../format/segment-header.ts';
import { type FrameProblem, what } from './broken-frame.ts';
import type { ReadWindow } from './read-window.ts';
import type { Tail } from './scan-state.ts';
import type { Slicer } from './slicer.ts';
import { lastNonZero } from './zeros.ts';

export interface BrokenEnd {
  problem: FrameProblem;
  offset: number;
  /** Where the frame should end; null when its header cannot be read. */
  frameEnd: number | null;
  /** First sequence number that is missing. */
  firstSeq: number;
  /** Highest sequence number that anything says was durable. */
  durableSeq: number;
  /** What the frames of this segment are marked with. */
  salt: Salt;
}

/** What a broken end is, and where it ends: zeros behind it are space that nothing had been written to. */
export type ClassifiedTail = Pick<Tail, 'kind' | 'reason'> & { end: number };

const sectorBytes = 512;
const sealMarkerBytes = 4;

/**
 * What to say of the bytes after the last whole frame of a log, when nothing whole follows them. An unfinished
 * write is what a crash leaves; a finished one that does not match may be a write that the disk finished in
 * part, or one that was acknowledged and has rotted since: then only a durable mark can tell.
 */
export async function classifyTail(
  window: ReadWindow,
  broken: BrokenEnd,
  slicer: Slicer,
): Promise<ClassifiedTail> {
  const { problem, offset, frameEnd } = broken;
  const dataEnd = (await lastNonZero(window, offset, slicer)) + 1;
  const toTheEnd = problem === 'short' || dataEnd <= offset;
  const end = toTheEnd ? window.size : Math.min(Math.max(dataEnd, frameEnd ?? 0), window.size);
  const torn = (reason: string): ClassifiedTail => ({ kind: 'torn', reason, end });
  if (broken.durableSeq >= broken.firstSeq) {
    const reason = `${what(problem)}, though an fsync had proven record ${broken.firstSeq}`;
    return { kind: 'lost', reason, end };
  }
  if (await beginsSeal(window, broken, dataEnd)) return torn('a seal that does not end; it holds no record');
  if (problem === 'short') return torn(`a frame header that ends after ${window.size - offset} bytes`);
  if (problem === 'unfinished') return torn('a frame that does not end');
  const written = dataEnd - offset;
  if (written < frameHeaderLength || (frameEnd !== null && dataEnd < frameEnd)) {
    return torn(`a frame of which only the first ${written} bytes were written`);
  }
  if (problem === 'header' && (await lacksItsBeginning(window, offset))) {
    return torn('a frame of which the beginning was not written');
  }
  return { kind: 'unprovable', reason: `${what(problem)}, and nothing whole follows`, end };
}

/** Sealing is the last write to a segment. */
async function beginsSeal(
  window: ReadWindow,
  { problem, offset, salt }: BrokenEnd,
  dataEnd: number,
): Promise<boolean> {
  if (problem !== 'header' && problem !== 'short') return false;
  if (dataEnd - offset > sealLength || !(await window.load(offset, sealMarkerBytes))) return false;
  return viewOf(window.bytes, offset - window.base, sealMarkerBytes).getUint32(0, true) === sealMarker(salt);
}

/** True when all is zero from `offset` to the next sector, though not behind it. */
async function lacksItsBeginning(window: ReadWindow, offset: number): Promise<boolean> {
  const edge = Math.floor(offset / sectorBytes + 1) * sectorBytes;
  if (!(await window.load(offset, edge - offset))) return false;
  return window.bytes.subarray(offset - window.base, edge - window.base).every((byte) => byte === 0);
}
