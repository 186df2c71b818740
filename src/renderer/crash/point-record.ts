import type { CrashPoint } from '../../shared/contract/crash.ts';
import type { RecordDetail } from '../../shared/contract/timeline.ts';

/** A stretch of the log that was read because a place lies in it. */
export interface PointRecord {
  detail: RecordDetail;
  /** Bytes of the record or of its frame's header, whichever holds the place. */
  part: 'record' | 'frame';
  bytes: Uint8Array;
  file: string;
  offset: number;
}

/** The part of a record or of its frame's header that holds `offset`; null when neither does. `end`: one past counts. */
export function partAt(detail: RecordDetail, { file, offset }: CrashPoint, end: boolean): PointRecord | null {
  if (detail.file !== file) return null;
  const within = (start: number, length: number) =>
    offset >= start && (end ? offset <= start + length : offset < start + length);
  const { frame } = detail;
  if (
    frame &&
    within(frame.offset, frame.headerBytes.length) &&
    offset < frame.offset + frame.headerBytes.length
  ) {
    return { detail, part: 'frame', bytes: frame.headerBytes, file, offset: frame.offset };
  }
  if (!within(detail.offset, detail.length)) return null;
  return { detail, part: 'record', bytes: detail.bytes, file, offset: detail.offset };
}
