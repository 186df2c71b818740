import type { ParsedParams } from '../../../shared/contract/index.ts';
import { stateCode } from '../../../shared/model.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import type { Log } from '../../formats/log/log.ts';
import { recordAt, recordAtTime } from '../../formats/log/places.ts';
import type { StateIndex } from './state-index.ts';

/** The record that a person asked for by number, place, time or damage; null when there is none. */
export async function findRecord(
  log: Log,
  states: StateIndex,
  at: ParsedParams<'timeline.find'>['at'],
): Promise<number | null> {
  switch (at.by) {
    case 'seq':
      return findSeq(log, at.seq);
    case 'offset':
      return recordAt(log, at.file, at.offset);
    case 'time':
      return recordAtTime(log.table, at.timeMs);
    case 'damaged':
      return findDamaged(log, states, at.from);
  }
}

/** Compaction puts old numbers in front of new ones, so the log is not searched by halves. */
async function findSeq(log: Log, seq: number): Promise<number | null> {
  const slicer = new Slicer();
  for (let i = 0; i < log.table.count; i++) {
    if (log.table.record(i).seq === seq) return i;
    if (slicer.due()) await slicer.yield();
  }
  return null;
}

/** Damage can lie within a record that is whole, or in what no record stands in. */
async function findDamaged(log: Log, states: StateIndex, from: number): Promise<number | null> {
  let named = Number.POSITIVE_INFINITY;
  for (const { file, offset } of log.verdict.damaged) {
    const at = recordAt(log, file, offset);
    if (at !== null && at >= from) named = Math.min(named, at);
  }
  const [damaged, torn] = [stateCode('damaged'), stateCode('torn')];
  const slicer = new Slicer();
  for (let i = from; i < Math.min(named, states.count); i++) {
    const code = states.code(i);
    if (code === damaged || code === torn) return i;
    if (slicer.due()) await slicer.yield();
  }
  return Number.isFinite(named) ? named : null;
}
