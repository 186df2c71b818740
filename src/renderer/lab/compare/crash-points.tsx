import { type KeyboardEvent, useRef } from 'react';
import type { Comparison } from '../../../shared/contract/compare.ts';
import { changePlace, useCompare } from './compare-model.ts';

/** The steps of the workload: a crash at each, and how many answered writes it takes from either side. */
export function CrashPoints({ comparison }: { comparison: Comparison }) {
  const chosen = useCompare((state) => state.step);
  const group = useRef<HTMLDivElement>(null);
  const [left, right] = comparison.sides;
  const last = comparison.steps.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const step = Math.min(last, Math.max(0, next));
    changePlace({ step });
    group.current?.querySelector<HTMLElement>(`[data-step="${step}"]`)?.focus();
  };
  return (
    <div className="crash-points" data-pane="content">
      <div className="names" aria-hidden="true">
        <span>Crash at</span>
        <span>left loses</span>
        <span>right loses</span>
      </div>
      <div
        ref={group}
        className="steps scroll"
        role="radiogroup"
        aria-label="Crash at step"
        onKeyDown={onKeyDown}
      >
        {comparison.steps.map((title, step) => (
          <Point
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the workload
            key={step}
            step={step}
            title={title}
            isChosen={step === Math.min(chosen, last)}
            lost={[left?.lostAt[step] ?? 0, right?.lostAt[step] ?? 0]}
          />
        ))}
      </div>
    </div>
  );
}

interface PointProps {
  step: number;
  title: string;
  isChosen: boolean;
  /** Answered writes that are gone, left and right. */
  lost: readonly [number, number];
}

function Point({ step, title, isChosen, lost }: PointProps) {
  const [left, right] = lost;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native radio cannot hold the counts of both sides
    <button
      type="button"
      role="radio"
      data-step={step}
      aria-checked={isChosen}
      aria-label={`Step ${step + 1}, ${title}: left loses ${left}, right loses ${right}`}
      title={title}
      tabIndex={isChosen ? 0 : -1}
      className={isChosen ? 'on' : ''}
      onClick={() => changePlace({ step })}
    >
      <span className="n">{step + 1}</span>
      {lost.map((count, side) => (
        <span key={side === 0 ? 'left' : 'right'} className={count > 0 ? 'c some' : 'c'}>
          {count}
        </span>
      ))}
    </button>
  );
}
