import type { CrashFate, TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TornBytes } from './torn-bytes.tsx';
import { chooseFate, choosePreset, chooseRandom } from './trace-actions.ts';
import { callsOf, fatesOf, pendingAt, stepLabel } from './trace-calls.ts';
import { setTrace, useTrace } from './trace-store.ts';

/** Rows that are shown, at most: an engine that never syncs piles up many, and the presets are for all of them. */
const maxRows = 200;

type Word = 'kept' | 'lost' | 'torn' | 'other';

/** Everything that no fsync had proven when the power went, with a choice for each: what did the disk keep? */
export function PendingList({ view, at }: { view: TraceView; at: number }) {
  const chosen = useTrace((state) => state.chosen);
  const preset = useTrace((state) => state.preset);
  const opened = useTrace((state) => state.opened);
  const pending = pendingAt(view, at);
  const fates = fatesOf(pending, chosen, preset);
  const numbers = new Map(callsOf(view).map((entry, index) => [entry, index + 1]));
  if (pending.length === 0) {
    return (
      <p className="note">Nothing is in the OS cache alone: an fsync had proven all that was written.</p>
    );
  }
  return (
    <>
      <div className="pdh">
        <span className="grow">{plural(pending.length, 'change')} in the OS cache: the disk kept</span>
        <Button kind="ghost" title="The disk kept everything" onClick={() => choosePreset('best')}>
          all
        </Button>
        <Button kind="ghost" title="Only what an fsync had proven" onClick={() => choosePreset('worst')}>
          nothing
        </Button>
        <Button kind="ghost" title="Each by the toss of a coin" onClick={chooseRandom}>
          some
        </Button>
      </div>
      <ul className="pds" aria-label="Pending changes">
        {pending
          .slice(-maxRows)
          .toReversed()
          .map((entry) => {
            const fate = fates[pending.indexOf(entry)] as CrashFate;
            return (
              <li key={entry}>
                <PendingRow
                  view={view}
                  entry={entry}
                  number={numbers.get(entry) ?? 0}
                  fate={fate}
                  open={opened === entry}
                />
                {opened === entry && <TornBytes trace={view.trace} entry={entry} fate={fate} />}
              </li>
            );
          })}
      </ul>
      {pending.length > maxRows && (
        <p className="note">
          {plural(pending.length - maxRows, 'older change')} more: “all” and “nothing” are for them, too.
        </p>
      )}
    </>
  );
}

interface PendingRowProps {
  view: TraceView;
  entry: number;
  number: number;
  fate: CrashFate;
  open: boolean;
}

function PendingRow({ view, entry, number, fate, open }: PendingRowProps) {
  const change = view.entries[entry] as TraceEntry;
  const isWrite = change.kind === 'write';
  const word = wordOf(fate);
  const tear = () => {
    chooseFate(entry, { firstBytes: Math.max(1, Math.floor(change.bytes / 2)) });
    setTrace({ opened: entry });
  };
  return (
    <div className="pd">
      <div className="cut">
        <div className="mono cut">{titleOf(view, change)}</div>
        <div className="dim fs11 cut">
          call {number} · {fateWords(fate, change)}
        </div>
      </div>
      {isWrite && (
        <IconButton
          icon={open ? 'minus' : 'more'}
          label={open ? 'Hide its bytes' : 'Tear it at a byte'}
          aria-expanded={open}
          onClick={() => setTrace({ opened: open ? null : entry })}
        />
      )}
      <Segmented<Word>
        label={`Call ${number}`}
        value={word}
        choices={[
          { value: 'kept', title: 'kept' },
          { value: 'lost', title: 'lost' },
          { value: 'torn', title: 'torn', disabled: !isWrite || change.bytes < 2 },
          ...(word === 'other' ? [{ value: 'other' as const, title: '…' }] : []),
        ]}
        onChange={(value) => {
          if (value === 'torn') tear();
          else if (value !== 'other') chooseFate(entry, value);
        }}
      />
    </div>
  );
}

function wordOf(fate: CrashFate): Word {
  if (fate === 'kept' || fate === 'lost') return fate;
  return typeof fate === 'object' && 'firstBytes' in fate ? 'torn' : 'other';
}

function titleOf(view: TraceView, change: TraceEntry): string {
  const steps = change.steps
    .filter((step) => (view.steps[step]?.keys.length ?? 0) > 0)
    .map((step) => `${stepLabel(view, step)} ${view.steps[step]?.title ?? ''}`);
  if (change.kind === 'write') return steps.length > 0 ? steps.join(', ') : `write ${change.name}`;
  return `${change.kind} ${change.name} ${change.kind === 'rename' ? change.detail : ''}`.trim();
}

const isNameChange = ({ kind }: TraceEntry) => kind !== 'write' && kind !== 'truncate';

function fateWords(fate: CrashFate, change: TraceEntry): string {
  const where = isNameChange(change) ? 'a name in the directory' : `${change.name} ${change.detail}`;
  if (typeof fate === 'object') {
    return 'firstBytes' in fate
      ? `torn after ${formatCount(fate.firstBytes)} of ${formatCount(change.bytes)} B`
      : `without its sector ${fate.withoutSector + 1}`;
  }
  const others: Record<string, string> = {
    'size-only': 'the file grew, its bytes never came',
    garbage: 'garbage in its place',
    stale: 'old bytes in its place',
  };
  return others[fate] ?? where;
}
