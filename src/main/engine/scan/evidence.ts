import { equalBytes } from '../../../shared/bytes.ts';
import type { DamagedRange } from '../../../shared/model.ts';
import { durableSlotLength } from '../format/durable-mark.ts';
import { durableMarkFile } from '../format/file-names.ts';
import type { ScanState } from './scan-state.ts';
import type { SegmentList } from './segment-list.ts';

/** What is wrong with the durable mark. */
export interface MarkProblem {
  /** `slot`: one of two, the other one counts. `unprovable`: neither can be read. */
  kind: 'wrong-store' | 'unprovable' | 'slot';
  reason: string;
  range: DamagedRange;
}

/** What the mark and the manifest say was durable, before any frame has been read. */
export interface Evidence {
  durableSeq: number;
  problem: MarkProblem | null;
}

export function readEvidence(list: SegmentList): Evidence {
  let durableSeq = 0;
  for (const { entry } of list.segments) durableSeq = Math.max(durableSeq, entry?.closed?.lastSeq ?? 0);
  const { mark, storeId, manifest } = list;
  const newest = mark?.mark ?? null;
  if (newest === null) {
    if (manifest === null) return { durableSeq, problem: null };
    const reason = mark === null ? 'the durable mark is not there' : 'the durable mark cannot be read';
    return { durableSeq, problem: problem('unprovable', reason, 0) };
  }
  if (storeId !== null && !equalBytes(newest.storeId, storeId)) {
    return { durableSeq, problem: problem('wrong-store', 'the durable mark names another store', 0) };
  }
  durableSeq = Math.max(durableSeq, newest.seq);
  const slot = mark?.slots.indexOf('damaged') ?? -1;
  if (slot < 0) return { durableSeq, problem: null };
  const reason = 'a slot of the durable mark does not match its checksum';
  return { durableSeq, problem: problem('slot', reason, slot) };
}

/** The log must reach as far as anything says that it was durable. True when it does not, which is damage. */
export function lacksProven(state: ScanState, list: SegmentList, accepted: boolean): boolean {
  const last = state.files.at(-1);
  const lastSeq = state.nextSeq - 1;
  if (last === undefined || state.tail !== null || state.broken || last.header === null) return false;
  if (state.durableSeq <= lastSeq) return false;
  const mark = list.mark?.mark;
  const length = mark?.segment === last.number ? Math.max(mark.offset - last.size, 0) : 0;
  const reason = `the file ends before record ${lastSeq + 1}, though an fsync had proven all up to ${state.durableSeq}`;
  state.recordsLost += state.durableSeq - lastSeq;
  state.addDamage(last.name, last.size, length, reason, accepted);
  return true;
}

function problem(kind: MarkProblem['kind'], reason: string, slot: number): MarkProblem {
  const offset = slot * durableSlotLength;
  return { kind, reason, range: { file: durableMarkFile, offset, length: durableSlotLength, reason } };
}
