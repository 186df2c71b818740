import { useCallback, useSyncExternalStore } from 'react';
import { toPlainError } from '../../shared/errors.ts';
import type { StepRow } from '../../shared/rows.ts';
import type { RowPages } from '../timeline/row-pages.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { Bar, PanelHead } from '../ui/panel.tsx';
import { frameHeight, isRecordRow, ReplayRow, recordHeight, stepKind, stepRowId } from './replay-row.tsx';

interface ReplayListProps {
  steps: RowPages<StepRow>;
  count: number;
  step: number;
  stopStep: number | null;
  onStep(step: number): void;
}

/** Recovery, step by step, in the order in which it happened. */
export function ReplayList({ steps, count, step, stopStep, onStep }: ReplayListProps) {
  useSyncExternalStore(steps.subscribe, steps.version);
  const onVisible = useCallback((first: number, last: number) => steps.want(first - 8, last + 8), [steps]);
  return (
    <section className="pane lst" aria-label="Replay list" data-pane="table">
      <PanelHead title="Replay">
        <span className="dim cut">
          {stopStep === null
            ? 'to the end of the log'
            : 'what is paled was not reached, what is red stopped it'}
        </span>
      </PanelHead>
      <div className="th">
        <span />
        <span className="num">Seq</span>
        <span>Op</span>
        <span>Key</span>
        <span className="num">B</span>
        <span className="num">Offset</span>
        <span>Result</span>
      </div>
      {steps.error !== null && (
        <Bar kind="error" title="The steps cannot be read." text={toPlainError(steps.error).message} />
      )}
      <AnchoredList
        label="Replay"
        count={count}
        heightOf={(index) => {
          const row = steps.get(index);
          return !row || isRecordRow(row) ? recordHeight : frameHeight;
        }}
        active={step}
        revealKey={step}
        activeId={stepRowId(step)}
        onActivate={onStep}
        onVisible={onVisible}
        renderItem={(index) => {
          const row = steps.get(index);
          if (!row) return <div className="tr dense" role="presentation" />;
          return (
            <ReplayRow
              row={row}
              current={index === step}
              ahead={index > step}
              stop={index === stopStep}
              behind={stopStep !== null && index > stopStep && stepKind(row) !== 'verdict'}
              onSelect={() => onStep(index)}
            />
          );
        }}
      />
    </section>
  );
}
