import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TraceView } from '../../../shared/contract/lab.ts';
import { plural } from '../../ui/format.ts';
import { StakeRow } from './stake-row.tsx';
import './timeline.css';
import { goTo } from './trace-actions.ts';
import { callsOf, gapAt, gapsOf } from './trace-calls.ts';
import { Bars, CallHeads, CrashLine, LaneLabels, Lanes, Mark } from './trace-drawing.tsx';
import { callWidth, crashPointAt, crashX, layTrace } from './trace-layout.ts';
import { useTrace } from './trace-store.ts';

/** Columns beyond those in sight that are drawn all the same. */
const overscan = 4;
/** Behind the last call there is a crash point, too. Px. */
const tailWidth = 24;
/** Labels move with what is in sight in steps of so many px. */
const labelStep = 8;

interface TraceTimelineProps {
  view: TraceView;
  /** Begins at the first step: how the store came to be lies to the left. */
  skipStart?: boolean;
}

/** What of the calls is in sight: columns, the room for them and where they begin, in px. */
interface Sight {
  from: number;
  to: number;
  room: number;
  left: number;
}

/** The system calls over memory, OS cache and disk. A click between two calls cuts the power there. */
export function TraceTimeline({ view, skipStart = false }: TraceTimelineProps) {
  const at = useTrace((state) => state.at);
  const stakes = useTrace((state) => state.stakes);
  const marked = useTrace((state) => state.marked);
  const layout = useMemo(() => layTrace(view), [view]);
  const calls = useMemo(() => callsOf(view), [view]);
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<Sight>({ from: 0, to: 40, room: 0, left: 0 });
  const [hover, setHover] = useState<number | null>(null);
  const x = crashX(layout, at);
  const shownX = marked === null ? x : (layout.xs[marked] ?? x);
  const readyX = skipStart ? Math.max(0, (gapAt(calls, view.readyAt) - 0.5) * callWidth) : 0;
  const width = Math.max(layout.width + tailWidth, sight.room + readyX);
  const look = () => {
    const element = scroller.current;
    if (element === null) return;
    const from = Math.max(0, Math.floor(element.scrollLeft / callWidth) - overscan);
    const to = Math.ceil((element.scrollLeft + element.clientWidth) / callWidth) + overscan;
    const room = element.clientWidth - labelWidth;
    const left = Math.floor(element.scrollLeft / labelStep) * labelStep;
    setSight((before) => {
      const same = before.from === from && before.to === to && before.room === room && before.left === left;
      return same ? before : { from, to, room, left };
    });
  };

  useEffect(() => {
    const element = scroller.current;
    if (element === null || sight.room === 0) return;
    const room = element.clientWidth - labelWidth;
    if (skipStart && shownX >= readyX && shownX <= readyX + room) {
      element.scrollLeft = readyX;
      return;
    }
    const margin = Math.min(2 * callWidth, room / 3);
    if (shownX < element.scrollLeft + margin || shownX > element.scrollLeft + room - margin) {
      element.scrollLeft = Math.max(0, shownX - room * 0.6);
    }
  }, [shownX, skipStart, readyX, sight.room]);
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
  const drawn = { layout, view, from: sight.from * callWidth, to: sight.to * callWidth, left: sight.left };
  const gap = gapAt(calls, at);
  return (
    <>
      <div className="scroll tl" ref={scroller} onScroll={look}>
        <div className="tlg" style={{ width: labelWidth + width }}>
          <LaneLabels layout={layout} />
          <svg
            className="tr3"
            width={width}
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
            <Lanes layout={layout} width={width} />
            {marked !== null && <Mark layout={layout} entry={marked} />}
            <CallHeads {...drawn} at={at} />
            <Bars {...drawn} at={at} />
            <rect className="fut" x={x} y={0} width={Math.max(0, width - x)} height={layout.height} />
            {hover !== null && hover !== at && (
              <path className="hov" d={`M${crashX(layout, hover, 'call')} 0V${layout.height}`} />
            )}
            <CrashLine x={x} height={layout.height} room={width} text={crashTitle(gap, calls.length)} />
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
  return gap >= calls ? 'at the end' : `${gap} │ ${gap + 1}`;
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
