import type { ComparedSide, Comparison } from '../../../shared/contract/compare.ts';
import { fsyncPolicies } from '../../../shared/model.ts';
import { promises } from '../../shell/fsync-menu.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { saveReplayText } from '../replay/save-replay.ts';
import { ChoiceMenu } from '../sweep/choice-menu.tsx';
import { engineChoices, useEngines } from '../sweep/use-engines.ts';
import { changeSide, openSide, useCompare } from './compare-model.ts';
import { momentTitles, outcomeTitles, sideSentence } from './compare-words.ts';

const names = ['Left', 'Right'] as const;

/** Which two are compared, and how each came out of the crash. */
export function CompareSides({ comparison }: { comparison: Comparison }) {
  return (
    <div className="two">
      <Said comparison={comparison} />
      {names.map((name, index) => (
        <Side key={name} name={name} index={index === 0 ? 0 : 1} side={comparison.sides[index]!} />
      ))}
    </div>
  );
}

/** Where both were crashed, and what that means. */
function Said({ comparison }: { comparison: Comparison }) {
  const { step, moment, outcome } = useCompare();
  const at = Math.min(step, comparison.steps.length - 1);
  return (
    <p className="sub said">
      <b>
        Crash at write {at + 1}, {comparison.steps[at]}, {momentTitles[moment]}
      </b>
      {outcomeTitles[outcome].text}
    </p>
  );
}

function Side({ name, index, side }: { name: string; index: 0 | 1; side: ComparedSide }) {
  const chosen = useCompare((state) => state.sides[index]);
  const engines = useEngines();
  const { glyph, text } = sideSentence(side);
  return (
    <section aria-label={name}>
      <div className="head">
        <ChoiceMenu
          label="Engine"
          value={chosen.engine}
          choices={engineChoices(engines)}
          onChange={(engine) => changeSide(index, { engine, without: [] })}
        />
        <ChoiceMenu
          label="fsync"
          value={chosen.fsync}
          choices={fsyncPolicies.map((value) => ({ value, title: value, note: promises[value] }))}
          onChange={(value) =>
            changeSide(index, { fsync: fsyncPolicies.find((each) => each === value) ?? 'always' })
          }
        />
        <span className="grow" />
        <IconButton
          icon="save"
          label="Save replay…"
          onClick={() => saveReplayText(side.replay.text, side.replay.name)}
        />
        <Button onClick={() => void openSide(index)}>Open in Trace</Button>
      </div>
      <p className={glyph === 'never' ? 'came bad' : 'came'} role="status">
        <Glyph name={glyph} />
        <b>{text}</b>
      </p>
      <p className="dim fact">
        It says: “{side.sentence}” · crashed after {formatCount(side.calls)} of{' '}
        {plural(side.allCalls, 'system call')}
      </p>
      <Pending side={side} />
    </section>
  );
}

function Pending({ side }: { side: ComparedSide }) {
  if (side.pending.length === 0) return <p className="dim fact">Nothing was unproven.</p>;
  return (
    <details className="fact">
      <summary>{plural(side.pending.length, 'operation')} that no fsync had proven</summary>
      <ol>
        {side.pending.map(({ text, fate }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an operation is its place in the trace
          <li key={index}>
            <span className="mono">{text}</span> <span className="dim">{fate}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
