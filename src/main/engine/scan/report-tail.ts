import { minRecordLength } from '../format/record.ts';
import { type BrokenFrame, endByHeader } from './broken-frame.ts';
import { classifyTail } from './classify-tail.ts';
import { emitSound, emitTorn } from './frame-records.ts';
import type { WalkedSegment } from './walked-segment.ts';

/**
 * Reports what a log ends with if not with a whole frame. Returns where it has been read up to: behind it, once
 * someone has chosen to go on behind what is lost there; else where it begins.
 */
export async function reportTail(segment: WalkedSegment, broken: BrokenFrame): Promise<number> {
  const { state, file } = segment;
  const { at: offset, problem, header } = broken;
  const firstSeq = state.nextSeq;
  const { kind, reason, end } = await classifyTail(
    segment.window,
    {
      problem,
      offset,
      frameEnd: header === null || problem === 'order' ? null : endByHeader(broken, header),
      firstSeq,
      durableSeq: state.durableSeq,
      salt: segment.header.salt,
    },
    state.slicer,
  );
  file.size = end;
  state.tail = { file, offset, length: end - offset, kind, reason };
  if (kind === 'lost') {
    state.addDamage(file.name, offset, end - offset, reason, segment.options.accepted);
    segment.missingRecords += state.durableSeq - firstSeq + 1;
  }
  await emitTail(segment, broken, kind === 'torn' ? 'torn' : 'damaged', end);
  const possible = header?.records ?? Math.ceil((end - offset) / minRecordLength);
  state.usedSeq(Math.max(firstSeq + possible - 1, state.durableSeq));
  return kind === 'lost' && segment.options.accepted ? end : offset;
}

async function emitTail(
  segment: WalkedSegment,
  broken: BrokenFrame,
  status: 'torn' | 'damaged',
  end: number,
): Promise<void> {
  const { state, file, window } = segment;
  const { at, problem, header } = broken;
  if (header === null || problem === 'order') {
    state.emitUnknown(file.index, at, end - at, status);
    return;
  }
  const frameEnd = Math.min(endByHeader(broken, header), end);
  await window.load(at, frameEnd - at);
  const payload = segment.payload(header, at, frameEnd);
  payload.frame = segment.emitFrame(header, at, frameEnd - at, status);
  if (status === 'torn') emitTorn(state, payload);
  else {
    const proven = state.tail?.kind === 'lost';
    const lost = await emitSound(state, payload, segment.options.accepted && proven);
    const sound = header.records - lost;
    segment.missingRecords = proven ? Math.max(segment.missingRecords - sound, 0) : lost;
  }
  if (end > frameEnd) state.emitUnknown(file.index, frameEnd, end - frameEnd, status);
}
