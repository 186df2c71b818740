import { useRef } from 'react';
import type { TraceView } from '../../../shared/contract/lab.ts';
import { plural } from '../../ui/format.ts';
import { goTo } from './trace-actions.ts';
import { gapsOf } from './trace-calls.ts';
import { callWidth, labelWidth } from './trace-layout.ts';

/** Px. */
const buttonWidth = 30;

interface StakeRowProps {
  view: TraceView;
  calls: readonly number[];
  /** The gap where the power goes. */
  gap: number;
  stakes: readonly number[] | null;
  sight: { from: number; to: number };
  onHover(at: number | null): void;
}

/** Below each gap between two calls, how many answered writes are at stake there: a button that cuts the power. */
export function StakeRow({ view, calls, gap, stakes, sight, onHover }: StakeRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const gaps = gapsOf(view);
  const shown = gaps.flatMap((at, index) =>
    (index >= sight.from && index <= sight.to) || index === gap ? [{ at, index }] : [],
  );
  const focusGap = (index: number) => {
    const at = gaps[index];
    if (at === undefined) return;
    goTo(at);
    requestAnimationFrame(() =>
      row.current?.querySelector<HTMLElement>(`[data-gap="${index}"]`)?.focus({ preventScroll: true }),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that are laid out below their gaps
    <div
      className="stakes"
      role="group"
      aria-label="At stake between the calls"
      ref={row}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1, Home: -gaps.length, End: gaps.length }[event.key];
        if (by === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        event.stopPropagation();
        focusGap(Math.max(0, Math.min(gaps.length - 1, gap + by)));
      }}
    >
      <b className="stl">At stake</b>
      {shown.map(({ at, index }) => {
        const stake = stakes?.[at];
        const on = index === gap;
        return (
          <button
            key={at}
            type="button"
            data-gap={index}
            tabIndex={on ? 0 : -1}
            aria-pressed={on}
            className={`gb ${on ? 'on' : ''} ${stake === 0 ? 'z' : ''}`}
            style={{ left: Math.max(labelWidth + 3, labelWidth + index * callWidth - buttonWidth / 2) }}
            aria-label={gapWords(index, calls.length, stake)}
            onClick={() => goTo(at)}
            onMouseEnter={() => onHover(at)}
            onMouseLeave={() => onHover(null)}
          >
            {stake ?? '·'}
          </button>
        );
      })}
    </div>
  );
}

function gapWords(index: number, calls: number, stake: number | undefined): string {
  const where =
    index === 0
      ? 'Crash before call 1'
      : index === calls
        ? `Crash after call ${calls}`
        : `Crash between call ${index} and ${index + 1}`;
  return stake === undefined ? where : `${where}, ${plural(stake, 'answered write')} at stake`;
}
