import type { CrashPoint } from '../../shared/contract/crash.ts';
import { orNull, type RecordRow } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';
import { parsePlace } from '../timeline/go-to.ts';
import type { TimelineModel } from '../timeline/timeline-model.ts';
import { formatDate } from '../ui/format.ts';

/** A point in time that the log knows of, or why there is none. */
export type PowerTime = { point: CrashPoint } | { problem: string };

/**
 * Where the log stood at a time that a person typed: `14:03` is of the day of the newest record, `2026-11-20 14:03` of
 * any day. Everything that was written before that moment lies before the point.
 */
export async function pointAtTime(model: TimelineModel, text: string): Promise<PowerTime> {
  const newest = await model.records.row(model.total - 1);
  const newestMs = newest === undefined ? null : orNull(newest.timeMs);
  if (newest === undefined || newestMs === null) {
    return { problem: 'This log does not say when it was written.' };
  }
  const place = parsePlace(text, [], newestMs);
  if (place?.by !== 'time') return { problem: 'Type a time such as 14:03, 14:03:12 or 2026-11-20 14:03.' };
  const found = await client.call('timeline.find', { source: model.source, at: place });
  if (found === null || newestMs < place.timeMs) return { point: endOf(newest) };
  if (found === 0) {
    return { problem: `Nothing had been written before ${formatDate(place.timeMs, { year: true })}.` };
  }
  const [before, after] = [await model.records.row(found - 1), await model.records.row(found)];
  const row = before ?? after;
  return row === undefined ? { problem: 'That record can no longer be read.' } : { point: endOf(row) };
}

const endOf = ({ file, offset, length }: RecordRow): CrashPoint => ({ file, offset: offset + length });
