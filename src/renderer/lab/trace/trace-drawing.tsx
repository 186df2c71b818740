import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import type { Bar } from './trace-bars.ts';
import { callName } from './trace-calls.ts';
import { type Ack, barTop, callWidth, headHeight, type TraceLayout } from './trace-layout.ts';

interface Drawn {
  view: TraceView;
  layout: TraceLayout;
  /** What is in sight, in px. */
  from: number;
  to: number;
  /** Where what is in sight begins: labels stay there while their bars go on. */
  left: number;
}

const charWidth = 6.2;
const barHeight = 15;

const laneWords = [
  { layer: 'mem', title: 'Memory', text: 'lost on kill' },
  { layer: 'cache', title: 'OS cache', text: 'lost if the power goes' },
  { layer: 'disk', title: 'Disk', text: 'stays' },
] as const;

/** The names of the layers; they stay when the calls are scrolled. */
export function LaneLabels({ layout }: { layout: TraceLayout }) {
  return (
    <div className="tll" style={{ height: layout.height }}>
      {laneWords.map(({ layer, title, text }) => (
        <div
          key={layer}
          className={`ll ${layer}`}
          style={{ top: layout.lanes[layer].top, height: layout.lanes[layer].height }}
        >
          <b>{title}</b>
          <span>{text}</span>
        </div>
      ))}
    </div>
  );
}

export function Lanes({ layout, width }: { layout: TraceLayout; width: number }) {
  return laneWords.map(({ layer }) => {
    const { top, height } = layout.lanes[layer];
    return (
      <g key={layer}>
        <rect x={0} y={top} width={width} height={height} className={`lane-${layer}`} />
        <path d={`M0 ${top + 0.5}H${width}`} className="hl" />
      </g>
    );
  });
}

/** The calls in their columns; an fsync is a dotted line through all layers. */
export function CallHeads({ view, layout, from, to, at }: Drawn & { at: number }) {
  return layout.columns
    .filter(({ x }) => x + callWidth >= from && x <= to)
    .map(({ entry, number, x, proves }) => {
      const call = view.entries[entry] as TraceEntry;
      const middle = x + callWidth / 2;
      const failed = call.kind === 'failed-fsync';
      return (
        <g key={entry} className={`cx ${failed ? 'rm' : ''} ${entry === at - 1 ? 'now' : ''}`}>
          <text x={middle} y={28} className="cn">
            {number}
          </text>
          <text x={middle} y={43} className="cc">
            {callName(call)}
          </text>
          <text x={middle} y={56} className="cf">
            {shortName(call.kind === 'fsync-directory' ? 'directory' : call.name)}
          </text>
          <text x={middle} y={69} className="cf">
            {call.kind === 'write' ? `${call.bytes} B` : shortName(call.detail, 11)}
          </text>
          {(proves || failed) && (
            <path d={`M${middle} ${headHeight}V${layout.height}`} className={failed ? 'fs rm' : 'fs'} />
          )}
          <path d={`M${x + callWidth + 0.5} ${headHeight}V${layout.height}`} className="gp" />
        </g>
      );
    });
}

interface BarsProps extends Drawn {
  at: number;
  /** Steps that had been answered and that the crash takes. */
  gone: readonly number[];
}

/** What lies where and for how long, and the way that bytes fall. */
export function Bars({ view, layout, from, to, left, at, gone }: BarsProps) {
  const inSight = layout.bars.filter((bar) => bar.x + bar.width >= from && bar.x <= to);
  const acks = layout.acks.filter(({ x }) => x >= from && x <= to);
  const ackTop = layout.lanes.mem.top + layout.lanes.mem.height - 7;
  return (
    <>
      {inSight.map((bar) => (
        <OneBar
          key={bar.id}
          bar={bar}
          layout={layout}
          left={left}
          fell={bar.entry === at - 1 && bar.layer !== 'mem'}
        />
      ))}
      {acks.map((ack) => (
        <AckText
          key={ack.entry}
          view={view}
          ack={ack}
          y={ackTop}
          isGone={ack.entry < at && ack.steps.some((step) => gone.includes(step))}
        />
      ))}
    </>
  );
}

interface AckProps {
  view: TraceView;
  ack: Ack;
  y: number;
  isGone: boolean;
}

/** What callers were told. What the crash takes of it is struck through. */
function AckText({ view, ack, y, isGone }: AckProps) {
  const { x, steps, promises, refused } = ack;
  const state = refused ? 'no' : isGone ? 'gone' : promises ? 'yes' : '';
  const word = refused ? 'refused' : steps.length > 1 ? `${steps.length} acks` : 'ack';
  return (
    <text x={x} y={y} className={`ack ${state}`}>
      {promises ? `${word} ✓` : word}
      <title>{ackTitle(view, ack)}</title>
    </text>
  );
}

interface OneBarProps {
  bar: Bar;
  layout: TraceLayout;
  left: number;
  /** It has just come to its layer. */
  fell: boolean;
}

function OneBar({ bar, layout, left, fell }: OneBarProps) {
  const top = barTop(layout, bar);
  const textX = Math.max(bar.x, left) + 6;
  const room = Math.floor((bar.x + bar.width - textX - 2) / charWidth);
  const isShort = bar.label.length <= (bar.x >= left ? Math.max(room, 3) : room);
  const label = isShort ? bar.label : room >= 4 ? `${bar.label.slice(0, room - 1)}…` : '';
  const fromTop = bar.layer === 'cache' ? layout.lanes.mem.top + 20 : layout.lanes.cache.top + 20;
  return (
    <g className={`b ${bar.layer} ${bar.nameless ? 'nameless' : ''} ${fell ? 'fell' : ''}`}>
      {bar.layer !== 'mem' && (
        <path
          className={bar.layer === 'cache' ? 'dn' : 'dn2'}
          d={`M${bar.x + 0.5} ${fromTop}V${top}m-3 -5l3 4 3 -4`}
        />
      )}
      <rect x={bar.x + 0.5} y={top + 0.5} width={Math.max(2, bar.width - 1)} height={barHeight} rx={2}>
        <title>{bar.title}</title>
      </rect>
      {label !== '' && (
        <text x={textX} y={top + 11.5}>
          {label}
        </text>
      )}
    </g>
  );
}

/** What somebody asked to be shown. */
export function Mark({ layout, entry }: { layout: TraceLayout; entry: number }) {
  const x = layout.xs[entry] ?? 0;
  return (
    <rect
      className="shown"
      x={x - callWidth / 2}
      y={18}
      width={callWidth}
      height={layout.height - 18}
      rx={3}
    />
  );
}

interface CrashLineProps {
  x: number;
  height: number;
  /** Of the whole picture: the words stay within it. */
  room: number;
  text: string;
}

export function CrashLine({ x, height, room, text }: CrashLineProps) {
  const title = `Power off ${text}`;
  const width = title.length * charWidth + 12;
  const left = Math.max(-x, Math.min(-width / 2, room - x - width));
  return (
    <g className="crl" transform={`translate(${x} 0)`}>
      <path d={`M0 0V${height}`} className="cr" />
      <rect x={left} y={0} width={width} height={17} rx={3} />
      <text x={left + width / 2} y={12.5}>
        {title}
      </text>
    </g>
  );
}

function ackTitle(view: TraceView, { steps, promises, refused }: Ack): string {
  const what = steps.map((step) => view.steps[step]?.title ?? '').join(', ');
  if (refused) return `${what}: refused`;
  return `${what}: answered${promises ? ', and the fsync policy makes it a promise' : '; nothing is promised yet'}`;
}

/** The end of a name says more than its beginning. */
function shortName(name: string, most = 9): string {
  return name.length <= most ? name : `…${name.slice(1 - most)}`;
}
