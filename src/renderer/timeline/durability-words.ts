import type { TimelineSummary } from '../../shared/contract/timeline.ts';
import { orNull, type RecordRow } from '../../shared/rows.ts';
import { formatBytes, formatCount } from '../ui/format.ts';

/** What stands left and right of the durability line: what an fsync has proven, and what is only acknowledged. */
export function durabilityWords(
  summary: TimelineSummary,
  rowAt: (index: number) => RecordRow | undefined,
): [string, string] {
  const proven = summary.durableRecords ?? summary.records;
  const seq = orNull(rowAt(proven - 1)?.seq ?? Number.NaN);
  const unproven = summary.records - proven;
  const bytes = bytesBehind(rowAt(proven - 1) ?? null, rowAt(proven), rowAt(summary.records - 1));
  const before = seq === null ? 'proven on disk' : `proven on disk up to ${formatCount(seq)}`;
  const after = `${formatCount(unproven)} not proven`;
  return [before, bytes === null ? after : `${after} · ${formatBytes(bytes)}`];
}

/** Bytes from the last proven record to the end of the log, frames' headers included; null across files. */
function bytesBehind(
  proven: RecordRow | null,
  first: RecordRow | undefined,
  last: RecordRow | undefined,
): number | null {
  if (!first || !last || first.file !== last.file) return null;
  const start = proven?.file === last.file ? proven.offset + proven.length : first.offset;
  return last.offset + last.length - start;
}
