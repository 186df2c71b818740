import { create } from 'zustand';
import type { Job } from '../../shared/contract/jobs.ts';
import { client } from './host.ts';

/** How many ended jobs are kept for those that wait for them. */
const maxEnded = 64;

/** Oldest first. */
export const useJobs = create<{ jobs: readonly Job[] }>(() => ({ jobs: [] }));

function put(job: Job): void {
  const others = useJobs.getState().jobs.filter((other) => other.id !== job.id);
  const jobs = [...others, job].sort((a, b) => a.startedMs - b.startedMs);
  const ended = jobs.filter((other) => other.state !== 'running');
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - maxEnded)).map((other) => other.id));
  useJobs.setState({ jobs: jobs.filter((other) => !dropped.has(other.id)) });
}

export async function loadJobs(): Promise<void> {
  for (const job of await client.call('jobs.list', {})) put(job);
}

export function listenToJobs(): () => void {
  return client.on('job.changed', put);
}

export async function cancelJob(id: string): Promise<void> {
  await client.call('jobs.cancel', { job: id });
}

/** Resolves when the job has ended, in whatever way. */
export function jobEnded(id: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = () => {
      const job = useJobs.getState().jobs.find((other) => other.id === id);
      if (!job || job.state === 'running') return false;
      resolve(job);
      return true;
    };
    if (look()) return;
    const stop = useJobs.subscribe(() => {
      if (look()) stop();
    });
  });
}
