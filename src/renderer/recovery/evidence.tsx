import { Glyph } from '../ui/glyph.tsx';
import { PanelHead } from '../ui/panel.tsx';
import type { StepDetail } from './use-step-detail.ts';

/** What speaks for a step: checks made, marks read, each with where. */
export function Evidence({ detail }: { detail: StepDetail | null }) {
  const evidence = detail?.evidence ?? [];
  const checked = evidence.filter((item) => item.ok !== null);
  const holding = checked.filter((item) => item.ok === true).length;
  return (
    <section className="evidence" aria-label="Evidence">
      <PanelHead title="Evidence">
        <span className="dim">{checked.length > 0 && `${holding} of ${checked.length} checks hold`}</span>
      </PanelHead>
      {evidence.length === 0 && <p className="dim note">Nothing is checked in this step.</p>}
      <ul>
        {evidence.map((item) => (
          <li key={`${item.claim} ${item.where}`} title={`${item.claim}: ${item.where}`}>
            <Glyph
              name={item.ok === null ? 'superseded' : item.ok ? 'always' : 'never'}
              label={item.ok === null ? 'not checked' : item.ok ? 'holds' : 'does not hold'}
            />
            <span className="cut">{item.claim}</span>
            <span className="dim cut">{item.where}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
