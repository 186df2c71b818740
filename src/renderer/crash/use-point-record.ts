import { useEffect, useState } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import type { RecordDetail } from '../../shared/contract/timeline.ts';
import { client } from '../stores/host.ts';
import { type PointRecord, partAt } from './point-record.ts';

/**
 * What lies at a place of the log; null while it is not known, and where no record holds it. While a person moves
 * byte by byte it is read once for each record.
 */
export function usePointRecord(
  source: string,
  point: CrashPoint | null,
  generation: number,
): PointRecord | null {
  const [detail, setDetail] = useState<RecordDetail | null>(null);
  const known = detail && point ? partAt(detail, point, true) : null;
  const found = known !== null;
  const file = point?.file;
  const offset = point?.offset;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place inside what is known asks for nothing, a new generation does
  useEffect(() => {
    if (file === undefined || offset === undefined) return;
    let current = true;
    readAt(source, { file, offset })
      .then((read) => current && setDetail(read))
      .catch(() => current && setDetail(null));
    return () => {
      current = false;
    };
  }, [source, file, found ? null : offset, generation]);
  return known;
}

/** The record that holds a place, or ends right before it. */
async function readAt(source: string, { file, offset }: CrashPoint): Promise<RecordDetail | null> {
  const find = (place: number) =>
    client.call('timeline.find', { source, at: { by: 'offset', file, offset: place } });
  const index = (await find(offset)) ?? (offset > 0 ? await find(offset - 1) : null);
  if (index === null) return null;
  const detail = await client.call('timeline.record', { source, index });
  if (partAt(detail, { file, offset }, true) || index === 0) return detail;
  const before = await client.call('timeline.record', { source, index: index - 1 });
  return partAt(before, { file, offset }, true) ? before : detail;
}
