import { useState } from 'react';
import type { CrashOutcome, RuleVerdict, TraceView } from '../../../shared/contract/lab.ts';
import { Glyph, type GlyphName } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { mark } from './trace-actions.ts';
import { callsOf } from './trace-calls.ts';

const glyphs: Record<RuleVerdict['verdict'], GlyphName> = {
  violated: 'never',
  holds: 'always',
  'does-not-apply': 'superseded',
};
const words: Record<RuleVerdict['verdict'], string> = {
  violated: 'broken',
  holds: 'holds',
  'does-not-apply': 'does not apply here',
};
const order: readonly RuleVerdict['verdict'][] = ['violated', 'holds', 'does-not-apply'];
const evidenceWords = { acknowledgement: 'answer', call: 'call', bytes: 'bytes', engine: 'engine' } as const;

/** Each rule with its verdict; one that is broken opens to the answers, calls and bytes that prove it. */
export function RuleList({ view, outcome }: { view: TraceView; outcome: CrashOutcome }) {
  const rules = [...outcome.rules].sort(
    (one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict),
  );
  return (
    <ul className="rules scroll" aria-label="Rules">
      {rules.map((rule, index) => (
        <Rule key={`${rule.name} ${rule.verdict}`} view={view} rule={rule} first={index === 0} />
      ))}
    </ul>
  );
}

function Rule({ view, rule, first }: { view: TraceView; rule: RuleVerdict; first: boolean }) {
  const broken = rule.verdict === 'violated';
  const [open, setOpen] = useState(first);
  const line = (
    <>
      <Glyph name={glyphs[rule.verdict]} />
      <span className="rn">{rule.name}</span>
      <span className="grow cut">{broken ? rule.sentence : rule.rule}</span>
      <span className="dim">{words[rule.verdict]}</span>
    </>
  );
  if (!broken) return <li className={`rulerow r-${rule.verdict}`}>{line}</li>;
  return (
    <li>
      <button
        type="button"
        className="rulerow r-violated"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {line}
        <Icon name={open ? 'up' : 'down'} size={12} />
      </button>
      {open && (
        <div className="ev">
          <p>{rule.rule}</p>
          <ul aria-label={`Evidence of ${rule.name}`}>
            {rule.evidence.map((item) => (
              <li key={`${item.kind} ${item.entry} ${item.text}`}>
                <span className="dim">{evidenceWords[item.kind]}</span>
                <span>{item.text}</span>
                {item.entry !== null && (
                  <button type="button" className="link" onClick={() => mark(item.entry ?? 0)}>
                    {placeOf(view, item.entry)}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

function placeOf(view: TraceView, entry: number): string {
  const call = callsOf(view).indexOf(entry);
  return call === -1 ? 'show in the trace' : `call ${call + 1}`;
}
