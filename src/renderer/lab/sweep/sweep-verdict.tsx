import type { SweepSummary } from '../../../shared/contract/sweep.ts';
import { formatAge, formatCount, plural } from '../../ui/format.ts';
import { Glyph } from '../../ui/glyph.tsx';

/** What a sweep came to, in a sentence with its numbers. */
export function SweepVerdict({ summary }: { summary: SweepSummary }) {
  const { state, states, distinct, checks, elapsedMs, counterexamples, failing, error } = summary;
  const looked = `${formatCount(distinct)} distinct ${distinct === 1 ? 'state' : 'states'}`;
  const found =
    counterexamples === 0
      ? '0 violations'
      : `${plural(counterexamples, 'counterexample')}, ${plural(failing, 'failing state')}`;
  return (
    <div className={counterexamples > 0 ? 'verdict bad' : 'verdict'} role="status">
      <Glyph name={counterexamples > 0 ? 'never' : state === 'done' ? 'always' : 'sometimes'} />
      <span>
        <b>
          {looked}, {found}.
        </b>{' '}
        {endings[state]}
        {error !== null && `${error} `}
        <span className="dim">
          {plural(states, 'crash', 'crashes')} looked at, {plural(checks, 'check')}, {formatAge(elapsedMs)}
        </span>
      </span>
    </div>
  );
}

const endings: Record<SweepSummary['state'], string> = {
  running: '',
  done: '',
  cancelled: 'Stopped before its end: this is what was seen until then. ',
  failed: 'It could not go on. ',
};
