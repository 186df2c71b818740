import { useEffect } from 'react';
import { compareMoments, compareOutcomes } from '../../../shared/contract/compare.ts';
import { EmptyState, ErrorSentence } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChoiceMenu } from '../sweep/choice-menu.tsx';
import { SeedField } from '../sweep/seed-field.tsx';
import { useEngines, workloadsOf } from '../sweep/use-engines.ts';
import { CompareContents } from './compare-contents.tsx';
import { changePlace, compare, useCompare } from './compare-model.ts';
import { CompareSides } from './compare-sides.tsx';
import { CompareSteps } from './compare-steps.tsx';
import { momentTitles, outcomeTitles } from './compare-words.ts';
import { CrashPoints } from './crash-points.tsx';
import './compare.css';

/** Two engines, or one under two policies, in the same crash. */
export function ComparePage() {
  const { comparison, error } = useCompare();
  useEffect(() => {
    void compare();
  }, []);
  return (
    <div className="compare-page">
      <CompareToolbar />
      {error !== null && <ErrorSentence error={error} />}
      {comparison === null ? (
        <EmptyState
          title="Crashing both…"
          text="The same writes are run on both engines, and both are crashed."
        />
      ) : (
        <>
          <CrashPoints comparison={comparison} />
          <div className="scroll both">
            <CompareSides comparison={comparison} />
            <CompareSteps comparison={comparison} />
            <CompareContents comparison={comparison} />
          </div>
        </>
      )}
    </div>
  );
}

function CompareToolbar() {
  const { workload, seed, moment, outcome, sides } = useCompare();
  const engines = useEngines();
  const [left, right] = sides;
  const inBoth = workloadsOf(engines, left.engine).filter(({ name }) =>
    workloadsOf(engines, right.engine).some((other) => other.name === name),
  );
  return (
    <div className="toolbar setup" role="toolbar" aria-label="Compare">
      <ChoiceMenu
        label="Workload"
        value={workload}
        choices={inBoth.map(({ name, title }) => ({ value: name, title: name, note: title }))}
        onChange={(value) => changePlace({ workload: value })}
      />
      <SeedField value={seed} onChange={(value) => changePlace({ seed: value })} />
      <span className="v" />
      <span className="dim fs12">Crash at a write,</span>
      <Segmented
        label="Moment"
        value={moment}
        choices={compareMoments.map((value) => ({ value, title: momentTitles[value] }))}
        onChange={(value) => changePlace({ moment: value })}
      />
      <span className="dim fs12">what is unproven is</span>
      <Segmented
        label="Crash"
        value={outcome}
        choices={compareOutcomes.map((value) => ({ value, title: outcomeTitles[value].title }))}
        onChange={(value) => changePlace({ outcome: value })}
      />
    </div>
  );
}
