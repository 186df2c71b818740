import { useState } from 'react';
import { writableFormats } from '../../shared/codes.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { SourceInfo } from '../../shared/contract/source.ts';
import type { FormatId } from '../../shared/model.ts';
import { client } from '../stores/host.ts';
import { cancelJob, jobEnded, useJobs } from '../stores/jobs.ts';
import { openPath } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { ErrorSentence } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { formatTitle } from '../welcome/format-title.ts';
import type { RepairModel } from './repair-model.ts';

interface WriteRepairProps {
  model: RepairModel;
  source: SourceInfo;
}

/** Where the repaired directory goes, and the way there. The damaged one is only read. */
export function WriteRepair({ model, source }: WriteRepairProps) {
  const { changes, previewing } = model.use();
  const [chosen, setChosen] = useState<FormatId | null>(null);
  const [target, setTarget] = useState(() => `${source.path.replace(/[/\\]+$/, '')}-repaired`);
  const { job, error, run } = useRepairJob();
  const to = chosen ?? writableFormats.find((id) => id === source.format) ?? 'walscope';
  const start = () =>
    run(() =>
      client.call('repair.start', {
        source: source.id,
        choices: [...model.state.choices],
        to,
        target: target.trim(),
      }),
    );
  const running = job?.state === 'running';
  return (
    <section className="write" aria-label="New directory" data-pane="staged">
      <div className="setting">
        <Segmented
          label="Format of the new directory"
          value={to}
          choices={writableFormats.map((value) => ({ value, title: formatTitle(value) }))}
          onChange={setChosen}
        />
        <Field
          label="New directory"
          mono
          className="grow"
          value={target}
          onChange={(event) => setTarget(event.target.value)}
        />
        {running && job.cancellable && <Button onClick={() => void cancelJob(job.id)}>Cancel</Button>}
        <Button
          kind="primary"
          disabled={running || previewing || changes === null || target.trim() === ''}
          onClick={() => void start()}
        >
          Write the repaired directory
        </Button>
      </div>
      {running && <Progress label={job.title} done={job.done} total={job.total} unit={job.unit} />}
      {job?.state === 'cancelled' && <p className="note">Cancelled: nothing is left of it.</p>}
      {error !== null && <ErrorSentence error={error} />}
      {job?.state === 'done' && <Done job={job} source={source} />}
      {!job && error === null && (
        <p className="note dim">
          <Glyph name="disk" /> {source.name} is only read. SHA-256 of each of its files is taken before and
          after; it stands in the report, which lies beside the new directory.
        </p>
      )}
    </section>
  );
}

function Done({ job: { result }, source }: { job: Job; source: SourceInfo }) {
  if (result?.kind !== 'repair') return null;
  const { keys, skipped, path, report } = result;
  return (
    <div className="note" role="status">
      <p>
        <Glyph name="always" /> {plural(keys, 'key')} written to <span className="mono">{path}</span>
        {skipped.length > 0 && `, ${plural(skipped.length, 'key')} left out`}.{' '}
        <button type="button" className="link" onClick={() => void openPath(path)}>
          Open it
        </button>
      </p>
      <p className="dim">
        No byte of {source.name} has changed, by SHA-256. Report: <span className="mono">{report}</span>
      </p>
    </div>
  );
}

function useRepairJob() {
  const [id, setId] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const job = useJobs((state) => state.jobs.find((each) => each.id === id));
  const run = async (start: () => Promise<{ job: string }>) => {
    setError(null);
    setId(null);
    try {
      const started = await start();
      setId(started.job);
      const ended = await jobEnded(started.job);
      if (ended.error) setError(new Error(ended.error.message));
    } catch (reason) {
      setError(reason);
    }
  };
  return { job, error, run };
}
