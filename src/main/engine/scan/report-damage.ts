import { type FrameHeader, frameHeaderLength } from '../format/frame.ts';
import { type BrokenFrame, what } from './broken-frame.ts';
import { emitSound } from './frame-records.ts';
import type { WalkedSegment } from './walked-segment.ts';

/**
 * Reports the damage that begins with a broken frame, up to `next`, where the segment can be read again or ends.
 * `frameEnd`: of the frame if only its payload is damaged, so that its records can be told one by one; else null.
 */
export async function reportDamage(
  segment: WalkedSegment,
  { at, problem, header }: BrokenFrame,
  frameEnd: number | null,
  next: number,
): Promise<void> {
  const { state, file } = segment;
  const { accepted, expected } = segment.options;
  const end = next === segment.limit ? Math.max(expected?.offset ?? next, next) : next;
  const length = end === at ? frameHeaderLength : end - at;
  state.addDamage(file.name, at, length, what(problem), accepted);
  if (frameEnd !== null && header !== null) await emitBrokenFrame(segment, at, header, frameEnd);
  const rest = frameEnd ?? at;
  if (next > rest) state.emitUnknown(file.index, rest, next - rest, 'damaged');
}

/** A frame whose header is whole and whose payload is not: its records, one by one. */
async function emitBrokenFrame(
  segment: WalkedSegment,
  at: number,
  header: FrameHeader,
  frameEnd: number,
): Promise<void> {
  const { state, window } = segment;
  await window.load(at, frameEnd - at);
  const payload = segment.payload(header, at, frameEnd);
  payload.frame = segment.emitFrame(header, at, frameEnd - at, 'damaged');
  const lost = await emitSound(state, payload, segment.options.accepted);
  await state.visitor.frameEnd?.();
  segment.soundRecords += header.records - lost;
  segment.missingRecords += lost;
  const lastSeq = header.firstSeq + header.records - 1;
  state.nextSeq = lastSeq + 1;
  state.usedSeq(lastSeq);
}
