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
          shown={shown.has(state)}
          filtering={!all}
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
  shown: boolean;
  filtering: boolean;
  onPress(): void;
}

function Chip({ state, count, exact, shown, filtering, onPress }: ChipProps) {
  const none = count === 0;
  const alone = filtering ? (shown ? 'Hide' : 'Show') : 'Show only';
  return (
    <button
      type="button"
      className={none ? 'chip off' : filtering && shown ? 'chip on' : 'chip'}
      aria-pressed={shown}
      disabled={none && !filtering}
      title={`${alone} ${state} records`}
      onClick={onPress}
    >
      <Glyph name={state} />
      {state}
      <span className="n">{formatAbout(count, exact)}</span>
    </button>
  );
}
