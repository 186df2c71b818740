import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TraceView } from '../../../shared/contract/lab.ts';
import { plural } from '../../ui/format.ts';
import { StakeRow } from './stake-row.tsx';
import { goTo } from './trace-actions.ts';
import { callsOf, gapAt, gapsOf } from './trace-calls.ts';
import { Bars, CallHeads, CrashLine, LaneLabels, Lanes } from './trace-drawing.tsx';
import { callWidth, crashPointAt, crashX, layTrace } from './trace-layout.ts';
import { useTrace } from './trace-store.ts';

/** Columns beyond those in sight that are drawn all the same. */
const overscan = 4;

/** The system calls over memory, OS cache and disk. A click between two calls cuts the power there. */
export function TraceTimeline({ view }: { view: TraceView }) {
  const at = useTrace((state) => state.at);
  const stakes = useTrace((state) => state.stakes);
  const layout = useMemo(() => layTrace(view), [view]);
  const calls = useMemo(() => callsOf(view), [view]);
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ from: 0, to: 40 });
  const [hover, setHover] = useState<number | null>(null);
  const x = crashX(layout, at);
  const look = () => {
    const element = scroller.current;
    if (element === null) return;
    const from = Math.max(0, Math.floor(element.scrollLeft / callWidth) - overscan);
    const to = Math.ceil((element.scrollLeft + element.clientWidth) / callWidth) + overscan;
    setSight((before) => (before.from === from && before.to === to ? before : { from, to }));
  };

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const room = element.clientWidth - labelWidth;
    const margin = Math.min(2 * callWidth, room / 3);
    if (x < element.scrollLeft + margin || x > element.scrollLeft + room - margin) {
      element.scrollLeft = Math.max(0, x - room * 0.6);
    }
  }, [x]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each trace, and when the pane changes its size
  useEffect(() => {
    look();
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [view]);

  const pointAt = (event: PointerEvent<SVGSVGElement>) =>
    crashPointAt(
      layout,
      event.clientX - event.currentTarget.getBoundingClientRect().left,
      view.entries.length,
    );
  const drawn = { layout, view, from: sight.from * callWidth, to: sight.to * callWidth };
  const gap = gapAt(calls, at);
  return (
    <>
      <div className="scroll tl" ref={scroller} onScroll={look}>
        <div className="tlg" style={{ width: labelWidth + layout.width + 24 }}>
          <LaneLabels layout={layout} />
          <svg
            className="tr3"
            width={layout.width + 24}
            height={layout.height}
            aria-hidden="true"
            onPointerDown={(event) => goTo(pointAt(event))}
            onPointerMove={(event) => {
              setHover(pointAt(event));
              if (event.buttons % 2 === 1) goTo(pointAt(event));
            }}
            onPointerLeave={() => setHover(null)}
          >
            <defs>
              <pattern
                id="lab-hatch"
                width="5"
                height="5"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(-45)"
              >
                <rect width="5" height="5" className="pbg" />
                <path d="M0 0v5" className="pl" />
              </pattern>
            </defs>
            <Lanes layout={layout} />
            <CallHeads {...drawn} at={at} />
            <Bars {...drawn} at={at} />
            <rect
              className="fut"
              x={x}
              y={0}
              width={Math.max(0, layout.width + 24 - x)}
              height={layout.height}
            />
            {hover !== null && hover !== at && (
              <path className="hov" d={`M${crashX(layout, hover, 'call')} 0V${layout.height}`} />
            )}
            <CrashLine x={x} height={layout.height} text={crashTitle(gap, calls.length)} />
          </svg>
          <StakeRow view={view} calls={calls} gap={gap} stakes={stakes} sight={sight} onHover={setHover} />
        </div>
      </div>
      <p className="tlw" role="status">
        {stakeWords(view, hover ?? at, stakes, calls)}
      </p>
    </>
  );
}

export const labelWidth = 100;

export function crashTitle(gap: number, calls: number): string {
  if (gap === 0) return 'before call 1';
  return gap >= calls ? 'after the last call' : `${gap} │ ${gap + 1}`;
}

/** What would be left if the power went there. */
function stakeWords(
  view: TraceView,
  at: number,
  stakes: readonly number[] | null,
  calls: readonly number[],
): string {
  const gap = gapAt(calls, at);
  const where = crashTitle(gap, calls.length);
  const gaps = gapsOf(view);
  const stake = stakes?.[at] ?? stakes?.[gaps[gap] ?? 0];
  if (stake === undefined) return `Power off ${where}: asking the engine what would be left…`;
  if (stake === 0) return `If the power went ${where}: every answered write would be there.`;
  return `If the power went ${where}: ${plural(stake, 'answered write')} could be gone. ${stake === 1 ? 'It is' : 'They are'} not on the disk yet.`;
}
