import { useState } from 'react';
import type { Job } from '../../shared/contract/jobs.ts';
import { cancelJob, useJobs } from '../stores/jobs.ts';
import { formatCount } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { jobSentence } from './maintenance-jobs.ts';

/** The newest job of a directory: while it runs its count and a way out, then what came of it until it is dismissed. */
export function JobStatus({ source }: { source: string }) {
  const jobs = useJobs((state) => state.jobs);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const own = jobs.filter((job) => job.source === source);
  const running = own.filter((job) => job.state === 'running');
  const job = running.at(-1) ?? own.at(-1);
  if (!job || job.id === dismissed) return null;
  if (job.state === 'running') return <RunningJob job={job} others={running.length - 1} />;
  return (
    <span className={job.error ? 'fail' : ''} role="status">
      <span className="cut joblast" title={jobSentence(job)}>
        {jobSentence(job)}
      </span>
      <button type="button" className="tiny" aria-label="Dismiss" onClick={() => setDismissed(job.id)}>
        <Icon name="close" size={12} />
      </button>
    </span>
  );
}

function RunningJob({ job, others }: { job: Job; others: number }) {
  return (
    <span>
      <span>{job.title}</span>
      <JobBar job={job} />
      <span className="dim">
        {formatCount(job.done)}
        {job.total > 0 && ` of ${formatCount(job.total)}`} {job.unit}
        {others > 0 && ` · ${others} more`}
      </span>
      {job.cancellable && (
        <button
          type="button"
          className="tiny"
          aria-label={`Cancel: ${job.title}`}
          onClick={() => void cancelJob(job.id)}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  );
}

function JobBar({ job }: { job: Job }) {
  const share = job.total > 0 ? Math.min(1, job.done / job.total) : 0;
  return (
    <div
      className="pb"
      role="progressbar"
      aria-label={job.title}
      aria-valuemin={0}
      aria-valuemax={job.total || undefined}
      aria-valuenow={job.done}
    >
      <i style={{ width: `${share * 100}%` }} />
    </div>
  );
}
