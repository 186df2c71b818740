import { looseText } from '../../../shared/bytes.ts';
import type { Log, LogRecord } from '../../formats/log/log.ts';
import type { Change } from './subject.ts';
import { openedAtMs, type Step, type Workload } from './workloads.ts';

/** The last so many records of a log are played: every byte of what they write is crashed at. */
const maxRecords = 48;
/** Longer values are cut to this, in bytes. */
const maxValueBytes = 2048;
const segmentBytes = 64 * 1024;
/** Deadlines are told apart by whether they have passed, and by nothing else. */
const dayMs = 86_400_000;

/**
 * What someone's own engine was asked to do, as a workload: the keys, the sizes of the values, the deadlines and what
 * was written together. The values themselves are replaced, so that no two are the same. `nowMs`: by which deadlines
 * have passed, in ms since 1970.
 */
export function recordedWorkload({ table }: Pick<Log, 'table'>, nowMs: number): Workload {
  const frames = new Map<number, Change[]>();
  for (let index = Math.max(0, table.count - maxRecords); index < table.count; index++) {
    const record = table.record(index);
    if (record.status !== 'ok' || (record.op !== 'set' && record.op !== 'delete')) continue;
    const changes = frames.get(record.frame) ?? [];
    frames.set(record.frame, [...changes, changeOf(record, index, nowMs)]);
  }
  const steps = [...frames.values()].map((changes): Step => {
    const [only] = changes;
    return changes.length === 1 && only !== undefined
      ? { kind: 'change', change: only }
      : { kind: 'batch', changes };
  });
  return { name: 'recorded', steps, callers: 1, segmentBytes };
}

function changeOf(record: LogRecord, index: number, nowMs: number): Change {
  const { op, db, key, valueLength, expireAt } = record;
  const text = db === 0 ? looseText(key) : `db ${db} ${looseText(key)}`;
  if (op === 'delete') return { op: 'delete', key: text };
  const value = `recorded value ${index} `.padEnd(Math.min(valueLength, maxValueBytes), 'abcdefghij');
  if (expireAt === null) return { op: 'set', key: text, value };
  return {
    op: 'set',
    key: text,
    value,
    expireAt: expireAt <= nowMs ? openedAtMs - 1000 : openedAtMs + dayMs,
  };
}
