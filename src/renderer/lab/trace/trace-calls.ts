import type { CrashFate, TraceEntry, TraceView } from '../../../shared/contract/lab.ts';

/** A line of the trace that is no word between the engine and its caller. */
export const isCall = ({ kind }: TraceEntry): boolean =>
  kind !== 'asked' && kind !== 'answered' && kind !== 'refused';

/** A call that changes the disk, and that a power loss may take back until an fsync proves it. */
export const isChange = (entry: TraceEntry): boolean =>
  isCall(entry) &&
  entry.kind !== 'fsync' &&
  entry.kind !== 'fsync-directory' &&
  entry.kind !== 'failed-fsync';

/** Entries of the calls, in order. */
export function callsOf({ entries }: Pick<TraceView, 'entries'>): number[] {
  return entries.flatMap((entry, index) => (isCall(entry) ? [index] : []));
}

/** Crash points between two calls: gap `g` has `g` calls before it, and every word before the next one. */
export function gapsOf(view: Pick<TraceView, 'entries'>): number[] {
  return [...callsOf(view), view.entries.length];
}

/** The gap that a crash point lies in: how many calls had happened. */
export function gapAt(calls: readonly number[], at: number): number {
  let gap = 0;
  while (gap < calls.length && (calls[gap] as number) < at) gap += 1;
  return gap;
}

/** Changes that no fsync had proven at a crash point, oldest first. */
export function pendingAt({ entries }: Pick<TraceView, 'entries'>, at: number): number[] {
  const pending: number[] = [];
  for (let index = 0; index < at; index++) {
    const entry = entries[index] as TraceEntry;
    if (isChange(entry) && (entry.provenBy === null || entry.provenBy >= at)) pending.push(index);
  }
  return pending;
}

/** Fates of the pending changes, in their order. */
export function fatesOf(
  pending: readonly number[],
  chosen: ReadonlyMap<number, CrashFate>,
  preset: 'worst' | 'best',
): CrashFate[] {
  return pending.map((entry) => chosen.get(entry) ?? (preset === 'best' ? 'kept' : 'lost'));
}

export const callName = ({ kind }: TraceEntry): string => (kind === 'fsync-directory' ? 'fsync' : kind);

/** `W3` for a step that writes; other steps by their name. */
export function stepLabel(view: Pick<TraceView, 'steps'>, step: number): string {
  const found = view.steps[step];
  return found === undefined || found.keys.length > 0 ? `W${step + 1}` : found.title;
}
