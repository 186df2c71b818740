import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { type Bar, cacheBars, diskBars, type Layer, memoryBars } from './trace-bars.ts';
import { callsOf, isCall } from './trace-calls.ts';

/** Widths and heights in px. */
export const callWidth = 68;
export const headHeight = 76;
export const rowHeight = 19;
/** The names of the layers, left of the calls. */
export const labelWidth = 100;
const lanePadding = 6;

export interface Column {
  entry: number;
  number: number;
  x: number;
  proves: boolean;
}

/** Answers, or refusals, between the same two calls. */
export interface Ack {
  /** The first of them. */
  entry: number;
  steps: number[];
  x: number;
  promises: boolean;
  refused: boolean;
}

export interface TraceLayout {
  columns: readonly Column[];
  bars: readonly Bar[];
  /** Answers: where their callers were told. */
  acks: readonly Ack[];
  lanes: Record<Layer, { top: number; height: number; rows: number }>;
  width: number;
  height: number;
  /** Where an entry stands; a crash point stands between two of them. */
  xs: Float64Array;
}

/** Lays a trace out over memory, OS cache and disk. */
export function layTrace(view: TraceView): TraceLayout {
  const calls = callsOf(view);
  const width = calls.length * callWidth;
  const xs = placeEntries(view.entries);
  const callers = memoryBars(view, xs).map((bar) => [bar]);
  const memory = packed(callers, width);
  const cache = packed(cacheBars(view, xs, width), width);
  const disk = packed(diskBars(view, xs, width), width);
  let top = headHeight;
  const lane = (bars: readonly Bar[], least: number) => {
    const rows = Math.max(least, ...bars.map(({ row }) => row + 1));
    const height = rows * rowHeight + lanePadding * 2 + (least === 1 ? rowHeight : 0);
    const placed = { top, height, rows };
    top += height;
    return placed;
  };
  const lanes = { mem: lane(memory, 1), cache: lane(cache, 2), disk: lane(disk, 3) };
  return {
    columns: calls.map((entry, index) => columnOf(view, entry, index)),
    bars: [...memory, ...cache, ...disk],
    acks: acksOf(view, xs),
    lanes,
    width,
    height: top,
    xs,
  };
}

/** Top of a bar, from the top of the picture. */
export function barTop({ lanes }: TraceLayout, { layer, row }: Pick<Bar, 'layer' | 'row'>): number {
  return lanes[layer].top + lanePadding + row * rowHeight;
}

/** Where a crash point stands: in the middle between what had happened and what had not. */
export function crashX({ xs, width }: TraceLayout, at: number, next: 'call' | 'entry' = 'entry'): number {
  const before = at > 0 ? (xs[at - 1] as number) : 0;
  const after = at < xs.length ? (xs[at] as number) : width;
  return next === 'entry' ? (before + after) / 2 : Math.round(before / callWidth) * callWidth;
}

/** The crash point that a click at `x` means: the one nearest to it between two calls. */
export function crashPointAt({ columns }: TraceLayout, x: number, entries: number): number {
  const gap = Math.max(0, Math.min(columns.length, Math.round(x / callWidth)));
  return columns[gap]?.entry ?? entries;
}

/** Calls stand in the middle of their columns; words between two calls share the first half of the room between. */
function placeEntries(entries: readonly TraceEntry[]): Float64Array {
  const xs = new Float64Array(entries.length);
  let call = 0;
  let words: number[] = [];
  const placeWords = () => {
    const from = call * callWidth - callWidth / 2;
    words.forEach((entry, index) => {
      const share = words.length === 1 ? 0.45 : 0.26 + (0.3 * index) / (words.length - 1);
      xs[entry] = Math.max(0, from + share * callWidth);
    });
    words = [];
  };
  for (const [index, entry] of entries.entries()) {
    if (!isCall(entry)) words.push(index);
    else {
      placeWords();
      xs[index] = call * callWidth + callWidth / 2;
      call += 1;
    }
  }
  placeWords();
  return xs;
}

function columnOf({ entries }: TraceView, entry: number, index: number): Column {
  const found = entries[entry] as TraceEntry;
  const proves = found.kind === 'fsync' || found.kind === 'fsync-directory';
  return { entry, number: index + 1, x: index * callWidth, proves };
}

/** Answers to what writes, and refusals of anything. */
function acksOf({ entries, steps }: TraceView, xs: Float64Array): Ack[] {
  const acks: Ack[] = [];
  let open: Ack | null = null;
  for (const [entry, { kind, promises, steps: of }] of entries.entries()) {
    const refused = kind === 'refused';
    const step = of[0] ?? -1;
    if (isCall(entries[entry] as TraceEntry)) open = null;
    else if (refused || (kind === 'answered' && (steps[step]?.keys.length ?? 0) > 0)) {
      if (open !== null && open.refused === refused && open.promises === promises) open.steps.push(step);
      else {
        open = { entry, steps: [step], x: xs[entry] as number, promises, refused };
        acks.push(open);
      }
    }
  }
  return acks;
}

/** Bars that belong together share a row; a row is taken again once it is free. */
function packed(groups: readonly Bar[][], width: number): Bar[] {
  const free: number[] = [];
  const bars: Bar[] = [];
  const startOf = (group: readonly Bar[]) => group[0]?.x ?? width;
  for (const group of [...groups].sort((one, other) => startOf(one) - startOf(other))) {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    const found = free.findIndex((end) => end <= first.x);
    const row = found === -1 ? free.length : found;
    free[row] = last.x + last.width;
    for (const bar of group) if (bar.width > 0) bars.push({ ...bar, row });
  }
  return bars;
}
