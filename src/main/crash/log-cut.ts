import type { CrashPoint } from '../../shared/contract/crash.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import type { Log, LogFrame } from '../formats/log/log.ts';
import { bisect, firstFrameOfFile } from '../formats/log/places.ts';

/** Under `everysec` an fsync is at most this late, in ms: older writes are proven. */
const everysecLimitMs = 2000;

/** What a moment of a log's life comes to: the moment when the byte before `offset` had been written, and no later one. */
export interface LogCut {
  /** Index in `log.files`. */
  file: number;
  offset: number;
  /** Frames that ended at or before the point: their callers had been answered. */
  acknowledgedFrames: number;
  acknowledgedRecords: number;
  /** Records whose frame had begun before the point. */
  begunRecords: number;
  /** The frame whose write the point falls into. */
  inFlight: LogFrame | null;
  /** How far an fsync had proven the log at that moment. */
  proven: Proven;
}

export interface Proven {
  file: number;
  /** Where the proven bytes of that file end. */
  offset: number;
  records: number;
  /** Why, in a clause. */
  because: string;
}

/**
 * Cuts a log at a point. Under `always` a caller is answered after the fsync, so what was acknowledged is proven;
 * otherwise the frames themselves are the evidence, as each tells how far the log was proven when it was written.
 * Throws INVALID_ARGUMENT for a point at which no log was being written.
 */
export function cutLog(log: Log, point: CrashPoint, policy: FsyncPolicy): LogCut {
  const number = checkPoint(log, point);
  const { table } = log;
  const first = firstFrameOfFile(table, number);
  const end = firstFrameOfFile(table, number + 1);
  const endOf = (frame: LogFrame) => frame.offset + frame.length;
  const acknowledgedFrames =
    first + bisect(end - first, (at) => endOf(table.frame(first + at)) > point.offset);
  const next = acknowledgedFrames < end ? table.frame(acknowledgedFrames) : null;
  const inFlight = next && next.offset < point.offset ? next : null;
  const begunFrames = acknowledgedFrames + (inFlight ? 1 : 0);
  const cut = {
    file: number,
    offset: point.offset,
    acknowledgedFrames,
    acknowledgedRecords: firstRecord(log, acknowledgedFrames),
    begunRecords: firstRecord(log, begunFrames),
    inFlight,
  };
  return { ...cut, proven: provenAt(log, cut, begunFrames, policy) };
}

function checkPoint(log: Log, point: CrashPoint): number {
  const number = log.files.findIndex((file) => file.name === point.file);
  const file = log.files[number];
  if (!file || file.kind === 'missing') {
    throw new WalscopeError(
      'NOT_FOUND',
      `${point.file} is no file of this log: choose a point in one of them.`,
    );
  }
  if (file.kind === 'snapshot') {
    const what = log.format === 'walscope' ? 'compacted segment' : 'snapshot';
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `${point.file} is a ${what}: until it is whole it does not count, so a power loss in it leaves what was there ` +
        'before. Choose a point in a log.',
    );
  }
  const first = file.preambleLength ?? file.headerLength;
  if (point.offset > file.size || point.offset < first) {
    const range = `${first} to ${file.size}`;
    throw new WalscopeError('INVALID_ARGUMENT', `Choose a byte of ${point.file} from ${range}.`);
  }
  return number;
}

const firstRecord = (log: Log, frame: number) =>
  frame < log.table.frames ? log.table.firstRecordOf(frame) : log.table.count;

function provenAt(log: Log, cut: Omit<LogCut, 'proven'>, begunFrames: number, policy: FsyncPolicy): Proven {
  if (policy === 'always') {
    return provenUpTo(
      log,
      cut,
      cut.acknowledgedFrames,
      'under always every answered write has had its fsync',
    );
  }
  const byFrames = framesProvenByLaterOnes(log, begunFrames);
  const byTime = policy === 'everysec' ? framesProvenByTime(log, begunFrames) : 0;
  if (byTime > byFrames) return provenUpTo(log, cut, byTime, 'under everysec no fsync is over 2 s late');
  if (byFrames > 0) return provenUpTo(log, cut, byFrames, 'the frames written by then say so');
  return provenUpTo(log, cut, 0, 'nothing in the log says that an fsync had come by then');
}

/** Frames that the newest of the begun ones says were durable when it was written. */
function framesProvenByLaterOnes(log: Log, begunFrames: number): number {
  const { table } = log;
  const last = begunFrames > 0 ? table.frame(begunFrames - 1) : null;
  const durableSeq = last?.durableSeq ?? null;
  if (durableSeq === null) return 0;
  return bisect(begunFrames, (at) => {
    const frame = table.frame(at);
    // A compacted segment stands for what it replaced, all of it proven before it was put in place.
    if (log.files[frame.file]?.kind === 'snapshot') return false;
    return frame.firstSeq + frame.records - 1 > durableSeq;
  });
}

function framesProvenByTime(log: Log, begunFrames: number): number {
  const { table } = log;
  const nowMs = begunFrames > 0 ? table.frame(begunFrames - 1).timeMs : null;
  if (nowMs === null) return 0;
  return bisect(begunFrames, (at) => (table.frame(at).timeMs ?? nowMs) > nowMs - everysecLimitMs);
}

/**
 * A file that another follows was sealed, and a seal has its fsync before the next file begins; so has a snapshot that
 * a log begins with before it is put in place.
 */
function provenUpTo(log: Log, cut: Omit<LogCut, 'proven'>, frames: number, because: string): Proven {
  const { headerLength = 0, preambleLength } = log.files[cut.file] ?? {};
  const start = firstFrameOfFile(log.table, cut.file);
  const provenFrames = Math.max(frames, preambleLength === undefined ? start : start + 1);
  const last = provenFrames > start ? log.table.frame(provenFrames - 1) : null;
  return {
    file: cut.file,
    offset: last ? last.offset + last.length : headerLength,
    records: firstRecord(log, provenFrames),
    because,
  };
}
