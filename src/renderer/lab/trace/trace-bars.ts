import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { isChange, stepLabel } from './trace-calls.ts';

export type Layer = 'mem' | 'cache' | 'disk';

/** A stretch of time in which some bytes or names lie in one layer. `x` in px from the first call; `row` from 0. */
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

/** What is there for less than this is not drawn: it never left the moment in which it came. */
const leastWidth = 10;

/** What a caller has handed over and the engine has not yet written. */
export function memoryBars(view: TraceView, xs: Float64Array): Bar[] {
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
export function cacheBars(view: TraceView, xs: Float64Array, width: number): Bar[][] {
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
export function diskBars(view: TraceView, xs: Float64Array, width: number): Bar[][] {
  return [...filesOnDisk(view.entries)]
    .filter(([, { proofs }]) => proofs.size > 0)
    .map(([file, onDisk]) => {
      const { proofs, names, goneAt } = onDisk;
      const first = Math.min(...proofs.keys());
      const last = goneAt === null ? width : (xs[goneAt] as number);
      // A bar ends where bytes are added to it, and where its name gets to the disk.
      const stops = [...new Set([...proofs.keys(), ...names.map(({ at }) => at)])]
        .filter((stop) => stop >= first)
        .sort((one, other) => one - other);
      return stops.map((stop, index): Bar => {
        const next = stops[index + 1];
        const x = xs[stop] as number;
        const end = Math.min(next === undefined ? width : (xs[next] as number), last);
        const words = diskWords(view, onDisk, stop, index === 0);
        return {
          id: `d${file}-${stop}`,
          layer: 'disk',
          row: 0,
          x,
          width: Math.max(0, end - x),
          entry: stop,
          ...words,
        };
      });
    });
}

/** What gets to the disk of one file, by the fsync that brings it there. */
interface FileOnDisk {
  proofs: Map<number, number[]>;
  names: { at: number; name: string }[];
  /** The fsync that takes its name away for good; null = none does. */
  goneAt: number | null;
  /** It was created in this trace, and had no name before. */
  isBorn: boolean;
}

function filesOnDisk(entries: readonly TraceEntry[]): Map<number, FileOnDisk> {
  const files = new Map<number, FileOnDisk>();
  const fileOf = (target: number): FileOnDisk => {
    const file = files.get(target) ?? { proofs: new Map(), names: [], goneAt: null, isBorn: false };
    files.set(target, file);
    return file;
  };
  for (const [index, entry] of entries.entries()) {
    if (!isChange(entry)) continue;
    const { kind, provenBy, replaces } = entry;
    const file = fileOf(entry.target);
    if (kind === 'create') file.isBorn = true;
    if (provenBy === null) continue;
    if (kind === 'create') file.names.push({ at: provenBy, name: entry.name });
    else if (kind === 'rename') file.names.push({ at: provenBy, name: entry.detail.replace('→ ', '') });
    else if (kind === 'unlink') file.goneAt = provenBy;
    else if (kind !== 'mkdir') file.proofs.set(provenBy, [...(file.proofs.get(provenBy) ?? []), index]);
    if (replaces !== null) fileOf(replaces).goneAt = provenBy;
  }
  return files;
}

function diskWords(
  view: TraceView,
  { proofs, names, isBorn }: FileOnDisk,
  stop: number,
  isFirst: boolean,
): Pick<Bar, 'label' | 'title' | 'nameless'> {
  const written = proofs.get(stop) ?? [];
  const onDisk = names.findLast(({ at }) => at <= stop)?.name ?? null;
  const nameless = onDisk === null && isBorn;
  const name = onDisk ?? view.entries[written.at(-1) ?? stop]?.name ?? '';
  const isNewName = isFirst || names.some(({ at }) => at === stop);
  const bytes = written.map((entry) => changeTitle(view, entry)).join('; ');
  const without = nameless ? '. Its name is not on the disk yet' : '';
  return {
    label: diskLabel(view, written, isNewName ? name : ''),
    title: `${name}${bytes === '' ? '' : `: ${bytes}`}${without}`,
    nameless,
  };
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
