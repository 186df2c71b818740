import type { Job } from '../../shared/contract/jobs.ts';
import { client } from '../stores/host.ts';
import { formatBytes, formatMs, plural } from '../ui/format.ts';

export type MaintenanceKind = 'snapshot' | 'compact' | 'verify';

/** Starts the job; its progress and what came of it are told by the jobs store. */
export async function startMaintenance(source: string, kind: MaintenanceKind): Promise<void> {
  await client.call(`maintenance.${kind}`, { source });
}

/** What came of a job, in a sentence. */
export function jobSentence(job: Job): string {
  const { result } = job;
  if (job.state === 'cancelled') return `${job.title}: cancelled, everything is as it was.`;
  if (job.error) return job.error.message;
  if (!result) return job.title;
  switch (result.kind) {
    case 'snapshot':
      return `Snapshot of ${plural(result.keys, 'key')}: ${spaceOf(result.bytesBefore, result.bytesAfter)} in ${formatMs(result.ms)}.`;
    case 'compact':
      return `Compacted: ${spaceOf(result.bytesBefore, result.bytesAfter)} in ${formatMs(result.ms)}, ${plural(result.keys, 'key')}.`;
    case 'verify':
      return `${result.sentence} ${plural(result.records, 'record')} checked in ${formatMs(result.ms)}.`;
    case 'export':
      return `${plural(result.keys, 'key')} exported to ${result.file}.`;
    case 'import':
      return `${plural(result.keys, 'key')} imported from ${result.file}.`;
    case 'convert':
    case 'repair':
      return `${plural(result.keys, 'key')} written to ${result.path}.`;
    case 'kill':
      return 'The writer was killed.';
    case 'lab':
      return `${job.title}: done.`;
  }
}

function spaceOf(before: number, after: number): string {
  return `${formatBytes(before)} before, ${formatBytes(after)} after`;
}
