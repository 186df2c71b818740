import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { EmptyState } from '../../ui/panel.tsx';

/** Key by key: what had been answered, and what the next start finds. */
export function KeysAfter({ outcome }: { outcome: CrashOutcome }) {
  if (outcome.keys.length === 0) {
    return <EmptyState title="No keys" text="Nothing had been answered yet, and nothing is there." />;
  }
  return (
    <div className="scroll grow">
      <table className="keysafter" aria-label="Keys after the crash">
        <thead>
          <tr>
            <th />
            <th>Key</th>
            <th>Answered</th>
            <th>Found after the crash</th>
          </tr>
        </thead>
        <tbody>
          {outcome.keys.map(({ key, expected, found, same }) => (
            <tr key={key} className={same ? '' : 'bad'}>
              <td>
                <Glyph name={same ? 'always' : 'never'} label={same ? 'as answered' : 'differs'} />
              </td>
              <td className="mono cut">{key}</td>
              <td className="mono cut">{shown(expected)}</td>
              <td className="mono cut">{same ? <span className="dim">the same</span> : shown(found)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const shown = (value: string | null) => value ?? <span className="dim">nothing</span>;
