import type { Log } from '../formats/log/log.ts';
import { bisect, firstFrameOfFile, firstRecordOfFile } from '../formats/log/places.ts';
import type { Step } from './recovery-replay.ts';

/** Where the bytes of a step lie. */
export interface Place {
  file: string;
  offset: number;
  length: number;
}

export function placeOf(log: Log, step: Step): Place {
  switch (step.kind) {
    case 'file':
      return filePlace(log, step.of, 0, log.files[step.of]?.size ?? 0);
    case 'header':
      return filePlace(log, step.of, 0, log.files[step.of]?.headerLength ?? 0);
    case 'seal': {
      const start = endOfFrames(log, step.of);
      return filePlace(log, step.of, start, Math.max(0, (log.files[step.of]?.size ?? 0) - start));
    }
    case 'frame': {
      const frame = log.table.frame(step.of);
      return filePlace(log, frame.file, frame.offset, frame.headerLength);
    }
    case 'record':
    case 'skip':
      return recordPlace(log, step.of);
    case 'stop':
      return step.of >= 0 ? recordPlace(log, step.of) : damagePlace(log);
    case 'verdict':
      return log.verdict.damaged[0] ? damagePlace(log) : endPlace(log);
  }
}

function filePlace(log: Log, file: number, offset: number, length: number): Place {
  return { file: log.files[file]?.name ?? '', offset, length };
}

function recordPlace(log: Log, index: number): Place {
  const record = log.table.record(index);
  return filePlace(log, record.file, record.offset, record.length);
}

/** The frame at which a replay stopped, when the damage is a frame's; -1 when it is not. */
export function frameOfStop(log: Log): number {
  const range = log.verdict.damaged[0];
  const file = log.files.findIndex(({ name }) => name === range?.file);
  if (!range || file < 0) return -1;
  const { table } = log;
  const first = firstFrameOfFile(table, file);
  const end = firstFrameOfFile(table, file + 1);
  const at = first + bisect(end - first, (index) => table.frame(first + index).offset >= range.offset);
  return at < end && table.frame(at).offset === range.offset ? at : -1;
}

function damagePlace(log: Log): Place {
  const range = log.verdict.damaged[0];
  return range ? { file: range.file, offset: range.offset, length: range.length } : endPlace(log);
}

function endPlace(log: Log): Place {
  const last = log.files.length - 1;
  return last < 0 ? { file: '', offset: 0, length: 0 } : filePlace(log, last, log.files[last]?.size ?? 0, 0);
}

function endOfFrames(log: Log, file: number): number {
  const { table } = log;
  const lastFrame = firstFrameOfFile(table, file + 1) - 1;
  if (lastFrame >= firstFrameOfFile(table, file)) {
    const frame = table.frame(lastFrame);
    const lastRecord = firstRecordOfFile(table, file + 1) - 1;
    const record = lastRecord >= 0 ? table.record(lastRecord) : null;
    return Math.max(frame.offset + frame.length, record?.file === file ? record.offset + record.length : 0);
  }
  return log.files[file]?.headerLength ?? 0;
}

/** Bytes from the place where the replay stopped to the end of the log. */
export function bytesBehindStop(log: Log, stop: Step | null): number {
  if (!stop) return 0;
  const place = placeOf(log, stop);
  const number = log.files.findIndex((file) => file.name === place.file);
  if (number < 0) return 0;
  const later = log.files.slice(number + 1).reduce((sum, file) => sum + file.size, 0);
  return Math.max(0, (log.files[number]?.size ?? 0) - place.offset) + later;
}
