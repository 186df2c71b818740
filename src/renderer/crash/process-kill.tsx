import { type FsyncPolicy, fsyncPolicies } from '../../shared/model.ts';
import { cancelJob, useJobs } from '../stores/jobs.ts';
import { formatBytes } from '../ui/format.ts';
import { PanelHead } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { CrashModel } from './crash-model.ts';
import { policyTexts } from './crash-words.ts';

const valueSizes = [16, 256, 4_096, 65_536] as const;
const maxValue = 65_536;
const maxKillMs = 60_000;
const defaultKillMs = 250;

/** A real child process writes to the copy and is killed. */
export function ProcessKill({ model }: { model: CrashModel }) {
  const { policy, valueBytes, killAfterMs } = model.use();
  return (
    <>
      <PanelHead title="Written under">
        <Segmented<FsyncPolicy>
          label="Fsync policy"
          value={policy}
          choices={fsyncPolicies.map((value) => ({ value, title: value }))}
          onChange={(value) => model.set({ policy: value })}
        />
        <span className="dim cut grow">{policyTexts[policy]}</span>
      </PanelHead>
      <PanelHead title="Value size">
        <Segmented<string>
          label="Value size"
          value={String(valueBytes)}
          choices={valueSizes.map((size) => ({ value: String(size), title: formatBytes(size) }))}
          onChange={(value) => model.set({ valueBytes: Number(value) })}
        />
        <NumberField
          label="Value size in bytes"
          unit="B"
          value={valueBytes}
          max={maxValue}
          onChange={(value) => model.set({ valueBytes: value })}
        />
      </PanelHead>
      <PanelHead title="Killed">
        <Segmented<'random' | 'after'>
          label="When it is killed"
          value={killAfterMs === null ? 'random' : 'after'}
          choices={[
            { value: 'random', title: 'at a random moment' },
            { value: 'after', title: 'after' },
          ]}
          onChange={(value) => model.set({ killAfterMs: value === 'random' ? null : defaultKillMs })}
        />
        {killAfterMs === null ? (
          <span className="dim">within 500 ms of its first answered write</span>
        ) : (
          <>
            <NumberField
              label="Killed after milliseconds"
              unit="ms"
              value={killAfterMs}
              max={maxKillMs}
              onChange={(value) => model.set({ killAfterMs: value })}
            />
            <span className="dim">after its first answered write</span>
          </>
        )}
      </PanelHead>
      <KillProgress model={model} />
      <ol className="wd">
        <li>A child process opens the copy for writing, under the policy above.</li>
        <li>It sets keys as fast as it can and tells which of them were answered.</li>
        <li>SIGKILL ends it: no handler runs, no buffer is flushed, no file is closed.</li>
        <li>Recovery runs on what is left, and every answered write is looked for.</li>
      </ol>
      <p className="dim note">
        The operating system goes on, so what the process had handed over to it survives. What a power loss
        would take as well is shown by Power loss.
      </p>
    </>
  );
}

function KillProgress({ model }: { model: CrashModel }) {
  const id = model.use((state) => state.job);
  const job = useJobs((state) => state.jobs.find((one) => one.id === id));
  if (job?.state !== 'running') return null;
  return (
    <Progress
      label={job.title}
      done={job.done}
      total={job.total}
      unit={job.unit}
      note="answered so far"
      {...(job.cancellable ? { onCancel: () => void cancelJob(job.id) } : {})}
    />
  );
}

interface NumberFieldProps {
  label: string;
  unit: string;
  value: number;
  max: number;
  onChange(value: number): void;
}

export function NumberField({ label, unit, value, max, onChange }: NumberFieldProps) {
  return (
    <label className="field number">
      <input
        type="number"
        aria-label={label}
        min={0}
        max={max}
        value={value}
        onChange={(event) => {
          if (event.target.value === '') return;
          onChange(Math.min(max, Math.max(0, Math.round(event.target.valueAsNumber))));
        }}
      />
      <span className="dim">{unit}</span>
    </label>
  );
}
