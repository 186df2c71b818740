import type { PointerEvent } from 'react';
import type { TraceView } from '../../../shared/contract/lab.ts';
import { goTo } from './trace-actions.ts';
import { Bars, CallHeads, CrashLine, Lanes, Mark } from './trace-drawing.tsx';
import { callWidth, crashPointAt, crashX, type TraceLayout } from './trace-layout.ts';
import type { Sight } from './use-sight.ts';

interface TracePictureProps {
  view: TraceView;
  layout: TraceLayout;
  sight: Sight;
  /** Of the whole picture, px. */
  width: number;
  /** The crash point, and where it lies in words. */
  at: number;
  place: string;
  hover: number | null;
  marked: number | null;
  /** Steps that had been answered and that the crash takes. */
  gone: readonly number[];
  onHover(at: number | null): void;
}

/** The calls over their layers. A click or a drag moves the crash; what comes after it is paled. */
export function TracePicture(props: TracePictureProps) {
  const { view, layout, sight, width, at, place, hover, marked, gone, onHover } = props;
  const { height } = layout;
  const x = crashX(layout, at);
  const drawn = { view, layout, from: sight.from * callWidth, to: sight.to * callWidth, left: sight.left };
  const pointAt = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) =>
    crashPointAt(layout, clientX - currentTarget.getBoundingClientRect().left, view.entries.length);
  return (
    <svg
      className="tr3"
      width={width}
      height={height}
      aria-hidden="true"
      onPointerDown={(event) => goTo(pointAt(event))}
      onPointerMove={(event) => {
        onHover(pointAt(event));
        if (event.buttons % 2 === 1) goTo(pointAt(event));
      }}
      onPointerLeave={() => onHover(null)}
    >
      <Hatch />
      <Lanes layout={layout} width={width} />
      {marked !== null && <Mark layout={layout} entry={marked} />}
      <CallHeads {...drawn} at={at} />
      <Bars {...drawn} at={at} gone={gone} />
      <rect className="fut" x={x} y={0} width={Math.max(0, width - x)} height={height} />
      {hover !== null && hover !== at && (
        <path className="hov" d={`M${crashX(layout, hover, 'call')} 0V${height}`} />
      )}
      <CrashLine x={x} height={height} room={width} text={place} />
    </svg>
  );
}

/** What fills the OS cache. */
function Hatch() {
  return (
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
  );
}
