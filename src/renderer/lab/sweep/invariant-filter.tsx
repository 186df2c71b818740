import type { SweepSummary } from '../../../shared/contract/sweep.ts';
import { formatCount } from '../../ui/format.ts';
import { choiceTitle } from './lab-words.ts';
import { chooseInvariant, useSweep } from './sweep-model.ts';

/** Marks and lists only what violates one invariant. Those that nothing violates need no filter. */
export function InvariantFilter({ summary }: { summary: SweepSummary }) {
  const choices = useSweep((state) => state.choices);
  const chosen = useSweep((state) => state.invariant);
  if (summary.violated.length === 0) return null;
  const ruleOf = (name: string) => choices?.invariants.find((each) => each.name === name)?.text;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a line of chips
    <div className="filters" role="group" aria-label="Filter by invariant">
      <button
        type="button"
        className="chip"
        aria-pressed={chosen === null}
        onClick={() => void chooseInvariant(null)}
      >
        Any rule <span className="n">{formatCount(summary.failing)}</span>
      </button>
      {summary.violated.map(({ invariant, failing }) => (
        <button
          key={invariant}
          type="button"
          className="chip"
          title={ruleOf(invariant)}
          aria-pressed={chosen === invariant}
          onClick={() => void chooseInvariant(chosen === invariant ? null : invariant)}
        >
          {choiceTitle(choices, 'invariants', invariant)} <span className="n">{formatCount(failing)}</span>
        </button>
      ))}
    </div>
  );
}
