import { type ReactNode, useState } from 'react';
import type { Job } from '../../shared/contract/jobs.ts';
import { cancelJob, jobEnded, useJobs } from '../stores/jobs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorSentence } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';

interface JobDialogProps {
  title: string;
  /** The way on: "Export". */
  action: string;
  /** False while what is asked for has not been answered. */
  ready: boolean;
  start(): Promise<{ job: string }>;
  /** What came of it, in a sentence; the dialog stays open for it. */
  done(job: Job): ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** Asks, runs a job, shows its progress with a way out, and says in the same place what came of it. */
export function JobDialog({ title, action, ready, start, done, onClose, children }: JobDialogProps) {
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const job = useJobs((state) => state.jobs.find((each) => each.id === id));
  const running = job?.state === 'running';
  const ended = job?.state === 'done';
  const run = async () => {
    setError(null);
    try {
      const started = await start();
      setId(started.job);
      const last = await jobEnded(started.job);
      if (last.error) setError(new Error(last.error.message));
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={() => !running && onClose()}
      footer={
        <>
          {running && job.cancellable && <Button onClick={() => void cancelJob(job.id)}>Cancel</Button>}
          {!running && <Button onClick={onClose}>{ended ? 'Close' : 'Cancel'}</Button>}
          {!running && !ended && (
            <Button kind="primary" disabled={!ready} onClick={() => void run()}>
              {action}
            </Button>
          )}
        </>
      }
    >
      {!running && !ended && children}
      {running && <Progress label={job.title} done={job.done} total={job.total} unit={job.unit} />}
      {ended && <div role="status">{done(job)}</div>}
      {job?.state === 'cancelled' && <p>Cancelled: nothing is left of it.</p>}
      {error !== null && <ErrorSentence error={error} />}
    </Dialog>
  );
}
