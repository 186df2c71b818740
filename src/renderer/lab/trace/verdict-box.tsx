import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import { Glyph, type GlyphName } from '../../ui/glyph.tsx';

/** What the crash left, in a sentence, and what the engine said of it. */
export function VerdictBox({ outcome }: { outcome: CrashOutcome }) {
  const [glyph, kind] = verdictOf(outcome);
  const { engineSays } = outcome;
  return (
    <div className={`vd ${kind}`} role="status" aria-label="Verdict">
      <Glyph name={glyph} />
      <span>
        <b>{outcome.sentence}</b>
        <br />
        The engine says: {engineSays.sentence}
      </span>
    </div>
  );
}

export function verdictOf({ violated, gone }: CrashOutcome): [GlyphName, string] {
  if (violated) return ['never', 'broken'];
  return gone > 0 ? ['sometimes', 'lost'] : ['always', 'sound'];
}
