import type { CrashKind, TraceView } from '../../../shared/contract/lab.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { ErrorSentence, PanelHead } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { PendingList } from './pending-list.tsx';
import { crashPlace } from './place-words.ts';
import { enterRecovery } from './trace-actions.ts';
import { callsOf, gapAt } from './trace-calls.ts';
import { setTrace, useTrace } from './trace-store.ts';
import { VerdictBox } from './verdict-box.tsx';
import './crash-side.css';

/** The crash that is chosen: how the process ended, what the disk kept, and what that leaves. */
export function PowerSide({ view }: { view: TraceView }) {
  const at = useTrace((state) => state.at);
  const kind = useTrace((state) => state.kind);
  const outcome = useTrace((state) => state.outcome);
  const outcomeError = useTrace((state) => state.outcomeError);
  const calls = callsOf(view);
  const where = crashPlace(gapAt(calls, at), calls.length);
  return (
    <aside className="pane pw" aria-label="The crash" data-pane="inspector">
      <PanelHead title={`${kind === 'kill' ? 'Killed' : 'Power off'} ${where}`} />
      <div className="kinds">
        <Segmented<CrashKind>
          label="How it ended"
          value={kind}
          choices={[
            { value: 'power', title: 'The power goes' },
            { value: 'kill', title: 'The process is killed' },
            ...(view.recorded?.at === at ? [{ value: 'recorded' as const, title: 'As recorded' }] : []),
          ]}
          onChange={(value) => setTrace({ kind: value })}
        />
      </div>
      <div className="scroll grow">
        {kind === 'kill' ? (
          <p className="note">
            The system goes on: what it had been handed is still in its cache, and reaches the disk in its own
            time. Only what was in the process’s memory is gone.
          </p>
        ) : (
          <PendingList view={view} at={at} />
        )}
        {outcome !== null && (
          <table className="left" aria-label="Files before and after">
            <thead>
              <tr>
                <th>File</th>
                <th className="r">Written, B</th>
                <th className="r">Disk, B</th>
              </tr>
            </thead>
            <tbody>
              {outcome.files.map(({ name, before, after }) => (
                <tr key={name}>
                  <td className="mono cut">{name}</td>
                  <td className="r dim">{before === null ? '—' : formatCount(before)}</td>
                  <td className={`r ${after === before ? 'dim' : 'med'}`}>
                    {after === null ? 'not there' : formatCount(after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {outcomeError !== null && <ErrorSentence error={outcomeError} />}
      {outcome !== null && <VerdictBox outcome={outcome} />}
      <div className="ac">
        <Button
          kind="primary"
          icon="play"
          keys="Enter"
          disabled={outcome === null}
          onClick={() => setTrace({ lower: 'recovery' })}
        >
          Watch recovery
        </Button>
        <Button
          size="normal"
          icon="bolt"
          disabled={outcome === null}
          title="The calls that this recovery makes, to be crashed in their turn"
          onClick={() => void enterRecovery()}
        >
          Crash inside it…
        </Button>
      </div>
    </aside>
  );
}
