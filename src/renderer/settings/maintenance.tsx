import { useEffect, useState } from 'react';
import type { SavePoint } from '../../shared/contract/app.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { jobSentence, startMaintenance } from '../shell/maintenance-jobs.ts';
import { client } from '../stores/host.ts';
import { cancelJob, useJobs } from '../stores/jobs.ts';
import type { Tab } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { formatBytes, formatMs, plural } from '../ui/format.ts';
import { ErrorSentence } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { GarbageShare } from './garbage-share.tsx';
import { SavePoints } from './save-points.tsx';

/** The open directory: what it takes, what a compaction would leave, and what can be done about it. */
export function Maintenance({ tab }: { tab: Tab }) {
  const { info, status } = tab;
  const writable = info.capabilities.includes('maintenance') && !status.readOnly;
  const [error, setError] = useState<unknown>(null);
  const run = (kind: 'snapshot' | 'compact' | 'verify') => {
    setError(null);
    startMaintenance(tab.id, kind).catch(setError);
  };
  return (
    <section aria-label={info.name}>
      <h2>{info.name}</h2>
      <dl className="about">
        <dt>Path</dt>
        <dd className="mono">{info.path}</dd>
        <dt>Format</dt>
        <dd>{info.formatTitle}</dd>
        <dt>Verdict</dt>
        <dd>{info.verdict.sentence}</dd>
        <dt>Opened in</dt>
        <dd>{formatMs(info.openMs)}</dd>
        <dt>On disk</dt>
        <dd>{formatBytes(status.sizeBytes)}</dd>
        {status.liveBytes !== null && (
          <>
            <dt>Of that live</dt>
            <dd>{formatBytes(status.liveBytes)}, about what a full compaction leaves</dd>
          </>
        )}
        {status.readOnlyReason && (
          <>
            <dt>Read-only</dt>
            <dd>{status.readOnlyReason}</dd>
          </>
        )}
      </dl>
      <div className="bt">
        {writable && (
          <>
            <Button icon="snapshot" onClick={() => run('snapshot')}>
              Snapshot now
            </Button>
            <Button icon="compact" onClick={() => run('compact')}>
              Compact segments
            </Button>
          </>
        )}
        {info.capabilities.includes('verify') && (
          <Button icon="check" onClick={() => run('verify')}>
            Verify every CRC
          </Button>
        )}
      </div>
      {error !== null && <ErrorSentence error={error} />}
      <LastJob source={tab.id} />
      {writable && <OwnSettings source={tab.id} />}
    </section>
  );
}

const kinds = ['snapshot', 'compact', 'verify'];

function LastJob({ source }: { source: string }) {
  const jobs = useJobs((state) => state.jobs);
  const job = jobs.filter((each) => each.source === source && isMaintenance(each)).at(-1);
  if (!job) return null;
  if (job.state === 'running') {
    return (
      <Progress
        label={job.title}
        done={job.done}
        total={job.total}
        unit={job.unit}
        note={job.title}
        {...(job.cancellable && { onCancel: () => void cancelJob(job.id) })}
      />
    );
  }
  if (job.error) return <ErrorSentence error={new Error(job.error.message)} />;
  return (
    <div role="status" className="result">
      <p>{jobSentence(job)}</p>
      {job.result?.kind === 'verify' &&
        job.result.damaged.map((range) => (
          <p key={`${range.file} ${range.offset}`} className="c-damaged">
            {range.reason} at {range.file}:{range.offset}, {plural(range.length, 'byte')}
          </p>
        ))}
    </div>
  );
}

function isMaintenance(job: Job): boolean {
  if (job.result) return kinds.includes(job.result.kind);
  return job.state !== 'done' && /^(snapshot|compact|verify)/i.test(job.title);
}

interface Own {
  savePoints: SavePoint[];
  garbageShare: number | null;
}

/** Save points and garbage share of this directory, from now on. */
function OwnSettings({ source }: { source: string }) {
  const [own, setOwn] = useState<Own | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    client.call('maintenance.settings', { source }).then(setOwn, setError);
  }, [source]);
  const change = (patch: Partial<Own>) => {
    if (!own) return;
    const next = { ...own, ...patch };
    setOwn(next);
    setError(null);
    client.call('maintenance.configure', { source, ...next }).catch((reason: unknown) => {
      setOwn(own);
      setError(reason);
    });
  };
  return (
    <>
      {error !== null && <ErrorSentence error={error} />}
      {own && (
        <>
          <div className="line">
            <span>Save points</span>
            <SavePoints value={own.savePoints} onChange={(savePoints) => change({ savePoints })} />
          </div>
          <div className="line">
            <span>Compact by itself</span>
            <GarbageShare value={own.garbageShare} onChange={(garbageShare) => change({ garbageShare })} />
          </div>
        </>
      )}
    </>
  );
}
