import { useEffect, useState } from 'react';
import { writableFormats } from '../../shared/codes.ts';
import type { Result } from '../../shared/contract/index.ts';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { storedKey } from '../../shared/database-key.ts';
import type { FormatId } from '../../shared/model.ts';
import { client } from '../stores/host.ts';
import { openPath } from '../stores/session.ts';
import { Field } from '../ui/field.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { keyText } from '../ui/key-format.ts';
import { ErrorSentence } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { formatTitle } from '../welcome/format-title.ts';
import { JobDialog } from './job-dialog.tsx';

type Plan = Result<'convert.plan'>;

const targets = writableFormats.map((value) => ({ value, title: formatTitle(value) }));
const maxNamed = 100;

interface ConvertProps {
  source: SourceInfo;
  /** Asked for because something is damaged. */
  salvage: boolean;
  onClose(): void;
}

/** Writes the keys into a new directory of a format. What cannot be held is named before it starts. */
export function ConvertDialog({ source, salvage: asked, onClose }: ConvertProps) {
  const [to, setTo] = useState<FormatId>('walscope');
  const [target, setTarget] = useState(
    () => `${source.path.replace(/[/\\]+$/, '')}-${asked ? 'salvaged' : 'converted'}`,
  );
  const [salvage, setSalvage] = useState(asked);
  const { plan, error } = usePlan(source.id, to);
  const damaged = (plan?.damaged.length ?? 0) > 0;
  const finish = async (path: string) => {
    onClose();
    await openPath(path);
  };
  return (
    <JobDialog
      title={asked ? `Salvage ${source.name} into a new directory` : `Convert ${source.name}`}
      action={asked ? 'Salvage' : plan ? `Convert ${plural(plan.keys, 'key')}` : 'Convert'}
      ready={plan !== null && target.trim() !== '' && (salvage || !damaged)}
      start={async () => {
        const started = await client.call('convert.start', {
          source: source.id,
          to,
          target: target.trim(),
          salvage,
        });
        return started;
      }}
      done={({ result }) =>
        result?.kind === 'convert' && (
          <p>
            {plural(result.keys, 'key')} written to <span className="mono">{result.path}</span>
            {result.skipped.length > 0 && `, ${plural(result.skipped.length, 'key')} left out`}.{' '}
            <button type="button" className="link" onClick={() => void finish(result.path)}>
              Open it
            </button>
          </p>
        )
      }
      onClose={onClose}
    >
      <p className="sub">{source.name} is only read. The new directory must be missing or empty.</p>
      <Segmented label="Format of the new directory" value={to} choices={targets} onChange={setTo} />
      <Field
        label="New directory"
        big
        mono
        value={target}
        onChange={(event) => setTarget(event.target.value)}
      />
      {error !== null && <ErrorSentence error={error} />}
      {error === null && !plan && <p className="dim">Looking at what can be held…</p>}
      {plan && <PlanText plan={plan} />}
      {damaged && (
        <label className="check">
          <input type="checkbox" checked={salvage} onChange={(event) => setSalvage(event.target.checked)} />
          Go on without what cannot be read, and take {plural(plan?.salvageable ?? 0, 'whole record')} behind
          the damage
        </label>
      )}
    </JobDialog>
  );
}

function usePlan(source: string, to: FormatId): { plan: Plan | null; error: unknown } {
  const [state, setState] = useState<{ plan: Plan | null; error: unknown }>({ plan: null, error: null });
  useEffect(() => {
    let gone = false;
    setState({ plan: null, error: null });
    client.call('convert.plan', { source, to }).then(
      (plan) => {
        if (!gone) setState({ plan, error: null });
      },
      (error: unknown) => {
        if (!gone) setState({ plan: null, error });
      },
    );
    return () => {
      gone = true;
    };
  }, [source, to]);
  return state;
}

function PlanText({ plan }: { plan: Plan }) {
  return (
    <>
      <p>
        {plan.skipped.length === 0
          ? `All ${plural(plan.keys, 'key')} can be held with value and deadline.`
          : `${plural(plan.skipped.length, 'key')} cannot be held and would be left out:`}
      </p>
      {plan.skipped.length > 0 && (
        <ul className="skipped scroll">
          {plan.skipped.slice(0, maxNamed).map((skipped) => (
            <li key={`${skipped.db} ${keyText(skipped.key)}`}>
              <span className="k">{keyText(storedKey(skipped.db, skipped.key))}</span>{' '}
              <span className="dim">{skipped.reason}</span>
            </li>
          ))}
          {plan.skipped.length > maxNamed && (
            <li className="dim">and {formatCount(plan.skipped.length - maxNamed)} more</li>
          )}
        </ul>
      )}
      {plan.libraries.length > 0 && (
        <p>
          {plural(plan.libraries.length, 'library of functions', 'libraries of functions')} would be left out:{' '}
          {plan.libraries.join(', ')}. The format holds keys only.
        </p>
      )}
      {plan.damaged.map((range) => (
        <p key={`${range.file} ${range.offset}`} className="c-damaged">
          {range.file}, {plural(range.length, 'byte')} from {formatCount(range.offset)} on: {range.reason}
        </p>
      ))}
    </>
  );
}
