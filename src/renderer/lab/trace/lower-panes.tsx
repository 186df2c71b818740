import type { CrashOutcome, TraceView } from '../../../shared/contract/lab.ts';
import { plural } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { KeysAfter } from './keys-after.tsx';
import { LabRecovery } from './lab-recovery.tsx';
import { RuleList } from './rule-list.tsx';
import { type LowerPart, setTrace, useTrace } from './trace-store.ts';

const parts: readonly { value: LowerPart; title: string }[] = [
  { value: 'verdict', title: 'Verdict' },
  { value: 'keys', title: 'Keys' },
  { value: 'recovery', title: 'Recovery' },
];

/** What the crash left, from three sides: the rules, the keys, and recovery step by step. */
export function LowerPanes({ view }: { view: TraceView }) {
  const outcome = useTrace((state) => state.outcome);
  const lower = useTrace((state) => state.lower);
  return (
    <section className="pane low" aria-label="After the crash" data-pane="table">
      <div className="head">
        <Segmented<LowerPart>
          label="After the crash"
          value={lower}
          choices={parts}
          onChange={(value) => setTrace({ lower: value })}
        />
        <span className="dim cut">{outcome === null ? 'crashing, recovering…' : headline(outcome)}</span>
      </div>
      {outcome !== null && lower === 'verdict' && <RuleList view={view} outcome={outcome} />}
      {outcome !== null && lower === 'keys' && <KeysAfter outcome={outcome} />}
      {outcome !== null && lower === 'recovery' && (
        <LabRecovery key={outcome.recovery?.session ?? 'none'} outcome={outcome} />
      )}
    </section>
  );
}

function headline({ rules, answered, gone }: CrashOutcome): string {
  const broken = rules.filter(({ verdict }) => verdict === 'violated').length;
  const held = rules.filter(({ verdict }) => verdict === 'holds').length;
  const words =
    broken > 0 ? `${plural(broken, 'rule')} broken, ${held} hold` : `all ${held} rules that apply hold`;
  if (answered === 0) return words;
  return `${words} · ${answered - gone} of ${plural(answered, 'answered write')} there`;
}
