import { type RecordState, recordStates } from '../../shared/model.ts';
import { formatAbout } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import type { TimelineModel } from './timeline-model.ts';

/** Counts by state; pressing one shows that state alone, pressing more shows them beside it. */
export function StateChips({ model }: { model: TimelineModel }) {
  const { summary, shown } = model.use();
  const all = shown.size === recordStates.length;
  return (
    <fieldset className="chips" aria-label="States">
      {recordStates.map((state) => (
        <Chip
          key={state}
          state={state}
          count={summary?.counts[state] ?? 0}
          exact={summary?.exact ?? false}
          pressed={!all && shown.has(state)}
          off={!all && !shown.has(state)}
          onPress={() => model.toggleState(state)}
        />
      ))}
    </fieldset>
  );
}

interface ChipProps {
  state: RecordState;
  count: number;
  exact: boolean;
  pressed: boolean;
  off: boolean;
  onPress(): void;
}

function Chip({ state, count, exact, pressed, off, onPress }: ChipProps) {
  const classes = ['chip', off || (count === 0 && !pressed) ? 'off' : '', pressed ? 'on' : ''];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      aria-pressed={pressed}
      disabled={count === 0 && !pressed}
      title={pressed ? `Hide ${state} records` : `Show ${state} records`}
      onClick={onPress}
    >
      <Glyph name={state} />
      {state}
      <span className="n">{formatAbout(count, exact)}</span>
    </button>
  );
}
