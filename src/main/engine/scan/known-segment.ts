import { sealLength } from '../format/seal.ts';
import type { SegmentHeader } from '../format/segment-header.ts';
import type { FileHandle } from '../fs/file-system.ts';
import { readSeal, sealProblem } from './check-seal.ts';
import type { LogEnd } from './scan-result.ts';
import type { ScanState } from './scan-state.ts';
import type { ExpectedEnd } from './segment-links.ts';
import type { ScannedFile } from './visitor.ts';

/** A segment whose frames need not be read, as its records are known from an index or a hint. */
export interface KnownSegment {
  file: ScannedFile;
  header: SegmentHeader;
  handle: FileHandle;
  expected: ExpectedEnd;
}

/** How many frames and records it has, by its seal; false when that is not sound. */
export async function takeCountsFromSeal({ file, header, handle, expected }: KnownSegment): Promise<boolean> {
  const seal = await readSeal(handle, expected.offset, header.salt);
  if (seal === null || sealProblem(seal, expected, null) !== null) return false;
  file.frames = seal.frames;
  file.records = seal.records;
  return true;
}

/** That it has not lost its end is all that is looked at. */
export async function checkEnd(
  state: ScanState,
  { file, header, handle, expected }: KnownSegment,
): Promise<void> {
  if (!expected.sealed) return;
  const problem = sealProblem(await readSeal(handle, expected.offset, header.salt), expected, null);
  if (problem !== null) state.addDamage(file.name, expected.offset, sealLength, problem, false);
}

/** Counts its records as read, and goes on behind it: there the log ends so far. */
export function takeKnown(state: ScanState, file: ScannedFile, expected: ExpectedEnd): LogEnd {
  state.recordsRead += file.records;
  passOver(state, file);
  state.lastSeq = Math.max(state.lastSeq, state.nextSeq - 1);
  file.end = expected.offset;
  const { offset, chain } = expected;
  return { number: file.number, offset, chain, nextSeq: state.nextSeq };
}

/** Goes on behind a segment of which no record is handed on. */
export function passOver(state: ScanState, file: ScannedFile): void {
  const lastSeq = Math.max(
    file.entry?.closed?.lastSeq ?? 0,
    file.header?.lastSeq ?? 0,
    (file.header?.firstSeq ?? 1) - 1,
  );
  state.nextSeq = Math.max(state.nextSeq, lastSeq + 1);
  state.usedSeq(lastSeq);
  state.doneBytes += file.size;
}
