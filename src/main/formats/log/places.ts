import type { Log, RecordTable } from './log.ts';

/** Records stand in the order of the files, so the first one of a file is found by bisection. */
export function firstRecordOfFile(table: RecordTable, file: number): number {
  return bisect(table.count, (index) => table.record(index).file >= file);
}

export function firstFrameOfFile(table: RecordTable, file: number): number {
  return bisect(table.frames, (index) => table.frame(index).file >= file);
}

/** The record that holds byte `offset` of `file`, or the nearest one behind it in the file; null when there is none. */
export function recordAt(log: Log, file: string, offset: number): number | null {
  const number = log.files.findIndex((candidate) => candidate.name === file);
  if (number < 0) return null;
  const { table } = log;
  const first = firstRecordOfFile(table, number);
  const end = firstRecordOfFile(table, number + 1);
  if (first === end) return null;
  const behind = bisect(end - first, (at) => {
    const record = table.record(first + at);
    return record.offset + record.length > offset;
  });
  return Math.min(first + behind, end - 1);
}

/** The first record whose frame was written at `timeMs` or later; the last one when all are older. */
export function recordAtTime(table: RecordTable, timeMs: number): number | null {
  if (table.frames === 0 || table.frame(0).timeMs === null) return null;
  const frame = bisect(table.frames, (index) => (table.frame(index).timeMs ?? 0) >= timeMs);
  return frame === table.frames ? table.count - 1 : Math.min(table.firstRecordOf(frame), table.count - 1);
}

/** The smallest index in [0, count) for which `holds`, which stays true from there on; `count` when none. */
export function bisect(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
