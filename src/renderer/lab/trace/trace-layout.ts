import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { callsOf, isCall, isChange, stepLabel } from './trace-calls.ts';

/** Widths and heights in px. */
export const callWidth = 68;
export const headHeight = 76;
export const rowHeight = 19;
const lanePadding = 6;
/** What is there for less than this is not drawn: it never left the moment in which it came. */
const leastWidth = 10;

export type Layer = 'mem' | 'cache' | 'disk';

/** A stretch of time in which some bytes or names lie in one layer. `x` from the first call; `row` from 0. */
export interface Bar {
  id: string;
  layer: Layer;
  row: number;
  x: number;
  width: number;
  label: string;
  title: string;
  /** The entry that brought it there. */
  entry: number;
  /** The bytes are on the disk, the name of their file is not. */
  nameless: boolean;
}

export interface Column {
  entry: number;
  number: number;
  x: number;
  proves: boolean;
  /** The next layer's first row that this call brings something to. */
  from: Layer | null;
}

export interface TraceLayout {
  columns: readonly Column[];
  bars: readonly Bar[];
  /** Answers: where their callers were told. */
  acks: readonly { entry: number; x: number; promises: boolean; refused: boolean }[];
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
  const memory = memoryBars(view, xs);
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
  const from = isChange(found) ? 'mem' : proves ? 'cache' : null;
  return { entry, number: index + 1, x: index * callWidth, proves, from };
}

/** Answers to what writes, and refusals of anything. */
function acksOf({ entries, steps }: TraceView, xs: Float64Array): TraceLayout['acks'] {
  return entries.flatMap(({ kind, promises, steps: [step] }, entry) => {
    const writes = (steps[step ?? -1]?.keys.length ?? 0) > 0;
    const shown = kind === 'refused' || (kind === 'answered' && writes);
    return shown ? [{ entry, x: xs[entry] as number, promises, refused: kind === 'refused' }] : [];
  });
}

/** What a caller has handed over and the engine has not yet written. */
function memoryBars(view: TraceView, xs: Float64Array): Bar[] {
  const bars: Bar[] = [];
  for (const [index, step] of view.steps.entries()) {
    if (step.askedAt === null) continue;
    const asked = step.askedAt;
    const leaves = view.entries.findIndex(
      (entry, at) => at > asked && entry.kind === 'write' && entry.steps.includes(index),
    );
    const end = leaves === -1 ? (step.answeredAt ?? view.entries.length - 1) : leaves;
    if (step.answeredAt !== null && step.answeredAt < end) continue;
    const label = stepLabel(view, index);
    const x = xs[asked] as number;
    const width = (xs[end] as number) - x;
    if (width < leastWidth) continue;
    const title = `Step ${index + 1}: ${step.title}`;
    bars.push({
      id: `m${index}`,
      layer: 'mem',
      row: 0,
      x,
      width,
      label,
      title,
      entry: asked,
      nameless: false,
    });
  }
  return bars;
}

/** What the system has taken and no fsync has proven: a stretch from each change to the next of the same file. */
function cacheBars(view: TraceView, xs: Float64Array, width: number): Bar[][] {
  const piles = new Map<string, number[]>();
  for (const [index, entry] of view.entries.entries()) {
    if (!isChange(entry)) continue;
    const key = `${entry.node} ${entry.provenBy ?? 'never'}`;
    piles.set(key, [...(piles.get(key) ?? []), index]);
  }
  return [...piles.values()].map((pile) =>
    pile.map((entry, index): Bar => {
      const { provenBy } = view.entries[entry] as TraceEntry;
      const x = xs[entry] as number;
      const next = pile[index + 1];
      const end =
        next === undefined ? (provenBy === null ? width : (xs[provenBy] as number)) : (xs[next] as number);
      const label = changeLabel(view, entry);
      const title = changeTitle(view, entry);
      return {
        id: `c${entry}`,
        layer: 'cache',
        row: 0,
        x,
        width: end - x,
        label,
        title,
        entry,
        nameless: false,
      };
    }),
  );
}

/** What the disk has for good: the bytes of each file from fsync to fsync, until its name is gone for good. */
function diskBars(view: TraceView, xs: Float64Array, width: number): Bar[][] {
  const { entries } = view;
  const names = new Map<number, { at: number; name: string }[]>();
  const gone = new Map<number, number>();
  const proofs = new Map<number, Map<number, number[]>>();
  for (const [index, entry] of entries.entries()) {
    const { provenBy, target, replaces } = entry;
    if (!isChange(entry) || provenBy === null) continue;
    if (entry.kind === 'create' || entry.kind === 'rename') {
      const name = entry.kind === 'create' ? entry.name : entry.detail.replace('→ ', '');
      names.set(target, [...(names.get(target) ?? []), { at: provenBy, name }]);
    }
    if (entry.kind === 'unlink') gone.set(target, provenBy);
    if (replaces !== null) gone.set(replaces, provenBy);
    if (entry.kind === 'write' || entry.kind === 'truncate') {
      const ofFile = proofs.get(target) ?? new Map<number, number[]>();
      ofFile.set(provenBy, [...(ofFile.get(provenBy) ?? []), index]);
      proofs.set(target, ofFile);
    }
  }
  const ends = (file: number) => xs[gone.get(file) ?? -1] ?? width;
  return [...proofs].map(([file, byProof]) => {
    const called = names.get(file) ?? [];
    // A bar ends where bytes are added to it, and where its name gets to the disk.
    const stops = [...new Set([...byProof.keys(), ...called.map(({ at }) => at)])].sort((a, b) => a - b);
    const first = Math.min(...byProof.keys());
    return stops
      .filter((stop) => stop >= first)
      .map((stop, index, all): Bar => {
        const x = xs[stop] as number;
        const next = all[index + 1];
        const end = Math.min(next === undefined ? width : (xs[next] as number), ends(file));
        const written = byProof.get(stop) ?? [];
        const onDisk = called.findLast(({ at }) => at <= stop)?.name ?? null;
        const name = onDisk ?? entries[written.at(-1) ?? stop]?.name ?? '';
        const isNew = index === 0 || called.some(({ at }) => at === stop);
        const without = onDisk === null ? '. Its name is not on the disk yet' : '';
        const bytes = written.map((entry) => changeTitle(view, entry)).join('; ');
        return {
          id: `d${file}-${stop}`,
          layer: 'disk',
          row: 0,
          x,
          width: Math.max(0, end - x),
          label: diskLabel(view, written, isNew ? name : ''),
          title: `${name}${bytes === '' ? '' : `: ${bytes}`}${without}`,
          entry: stop,
          nameless: onDisk === null,
        };
      });
  });
}

const stepsOf = (view: TraceView, entry: TraceEntry): string =>
  entry.steps
    .filter((step) => (view.steps[step]?.keys.length ?? 0) > 0)
    .map((step) => stepLabel(view, step))
    .join(' ');

function changeLabel(view: TraceView, index: number): string {
  const entry = view.entries[index] as TraceEntry;
  if (entry.kind === 'write') return stepsOf(view, entry) || entry.name;
  return `${entry.kind} ${entry.kind === 'rename' ? entry.detail : entry.name}`;
}

function changeTitle(view: TraceView, index: number): string {
  const entry = view.entries[index] as TraceEntry;
  const steps = stepsOf(view, entry);
  return `${entry.kind} ${entry.name} ${entry.detail}${steps === '' ? '' : `, for ${steps}`}`.replace(
    / {2,}/g,
    ' ',
  );
}

function diskLabel(view: TraceView, written: readonly number[], name: string): string {
  const steps = [...new Set(written.flatMap((entry) => (view.entries[entry] as TraceEntry).steps))]
    .filter((step) => (view.steps[step]?.keys.length ?? 0) > 0)
    .map((step) => stepLabel(view, step))
    .join(' ');
  return [steps, name].filter((part) => part !== '').join(' · ');
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
