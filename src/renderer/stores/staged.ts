import { create } from 'zustand';
import { looseText } from '../../shared/bytes.ts';
import type { Change } from '../../shared/contract/edits.ts';
import { WalscopeError } from '../../shared/errors.ts';
import { maxStagedBytes, maxStagedChanges } from '../../shared/limits.ts';
import type { ValueType } from '../../shared/model.ts';
import { plural } from '../ui/format.ts';
import { keyId } from '../ui/key-format.ts';
import { client } from './host.ts';
import { type Base, inverseOf, type Staged, sameAsBase, withBaseValues } from './staged-change.ts';

export type { Base, Staged } from './staged-change.ts';

const maxUndoSteps = 200;

export interface SourceEdits {
  changes: readonly Staged[];
  past: readonly (readonly Staged[])[];
  future: readonly (readonly Staged[])[];
  /** What the last step was about, so that typing into one value is one step. */
  lastStep: string | null;
  /** What would restore the keys as they were before the last save. */
  afterSave: readonly Staged[];
  saving: boolean;
  /** Why the last save, or the last attempt to stage, was refused. */
  error: unknown;
  /** Id of the change that the last save was refused for, because its key is another one by now. */
  conflict: string | null;
  /** What the last save did, said where the action was. */
  saved: string | null;
}

const none: SourceEdits = {
  changes: [],
  past: [],
  future: [],
  lastStep: null,
  afterSave: [],
  saving: false,
  error: null,
  conflict: null,
  saved: null,
};

/** Staged edits by source. They outlive views and tabs switches, and end with their tab. */
export const useStaged = create<{ sources: Readonly<Record<string, SourceEdits>> }>(() => ({ sources: {} }));

export function stagedOf(source: string): SourceEdits {
  return useStaged.getState().sources[source] ?? none;
}

export function useSourceEdits(source: string): SourceEdits {
  return useStaged((state) => state.sources[source] ?? none);
}

export function useStagedChange(source: string, key: Uint8Array | null): Staged | null {
  const id = key ? keyId(key) : null;
  return useStaged((state) => state.sources[source]?.changes.find((change) => change.id === id) ?? null);
}

function patch(source: string, change: Partial<SourceEdits>): void {
  const { sources } = useStaged.getState();
  useStaged.setState({ sources: { ...sources, [source]: { ...stagedOf(source), ...change } } });
}

function step(source: string, changes: readonly Staged[], name: string | null): void {
  const { past, changes: before, lastStep } = stagedOf(source);
  const size = changes.reduce((sum, change) => sum + change.key.length + (change.value?.length ?? 0), 0);
  if (changes.length > maxStagedChanges || size > maxStagedBytes) {
    const limit = `${plural(maxStagedChanges, 'change')} and ${Math.floor(maxStagedBytes / 1024 / 1024)} MiB`;
    patch(source, { error: new Error(`One batch holds at most ${limit}: save what is staged first.`) });
    return;
  }
  const merged = name !== null && name === lastStep;
  patch(source, {
    changes,
    past: merged ? past : [...past, before].slice(-maxUndoSteps),
    future: [],
    lastStep: name,
    error: null,
    conflict: null,
    saved: null,
  });
}

export interface NewChange {
  key: Uint8Array;
  op: 'set' | 'delete';
  type: ValueType;
  /** Bytes to store; null for a delete. */
  value: Uint8Array | null;
  expireAt: number | null;
  /** The key as it stands in the directory; null = it is not there. */
  base: Base | null;
}

/** Stages changes as one step. A change that leaves a key as it stands takes its staged change away. */
export function stage(source: string, added: readonly NewChange[], stepName: string | null = null): void {
  const byId = new Map(stagedOf(source).changes.map((change) => [change.id, change]));
  for (const change of added) {
    const id = keyId(change.key);
    const next = { ...change, id, base: byId.get(id)?.base ?? change.base };
    if (sameAsBase(next)) byId.delete(id);
    else byId.set(id, next);
  }
  step(source, [...byId.values()], stepName);
}

export function unstage(source: string, ids: ReadonlySet<string>): void {
  const left = stagedOf(source).changes.filter((change) => !ids.has(change.id));
  if (left.length !== stagedOf(source).changes.length) step(source, left, null);
}

export function dropAll(source: string): void {
  if (stagedOf(source).changes.length > 0) step(source, [], null);
}

export function canUndo(edits: SourceEdits): boolean {
  return edits.past.length > 0 || edits.afterSave.length > 0;
}

/** Takes the last step back; after a save it stages what restores the old values instead, as new records. */
export function undo(source: string): void {
  const { past, changes, future, afterSave } = stagedOf(source);
  const before = past.at(-1);
  if (before) {
    patch(source, {
      changes: before,
      past: past.slice(0, -1),
      future: [...future, changes],
      lastStep: null,
      error: null,
      conflict: null,
    });
  } else if (afterSave.length > 0) {
    patch(source, {
      changes: afterSave,
      afterSave: [],
      past: [[]],
      future: [],
      lastStep: null,
      error: null,
      saved: `${plural(afterSave.length, 'change')} staged that will restore the old values as new records.`,
    });
  }
}

export function redo(source: string): void {
  const { past, changes, future } = stagedOf(source);
  const after = future.at(-1);
  if (!after) return;
  patch(source, {
    changes: after,
    past: [...past, changes],
    future: future.slice(0, -1),
    lastStep: null,
    error: null,
    conflict: null,
  });
}

/** As they cross to main. */
export function changesToSave(changes: readonly Staged[]): Change[] {
  return changes.map((change) =>
    change.op === 'delete'
      ? { op: 'delete', key: change.key, ifSeq: change.base?.seq ?? null }
      : {
          op: 'set',
          key: change.key,
          type: change.type,
          value: change.value as Uint8Array,
          expireAt: change.expireAt,
          ifSeq: change.base?.seq ?? null,
        },
  );
}

/** Writes everything staged as one atomic batch. False when it was refused; what is staged stays then. */
export async function saveStaged(source: string): Promise<boolean> {
  const { changes, saving } = stagedOf(source);
  if (changes.length === 0 || saving) return changes.length === 0;
  patch(source, { saving: true, error: null, conflict: null, saved: null });
  try {
    const old = await withBaseValues(source, changes);
    const result = await client.call('edits.save', { source, changes: changesToSave(changes) });
    patch(source, {
      ...none,
      afterSave: old ? inverseOf(old, result.firstSeq) : [],
      saved: `${plural(changes.length, 'change')} saved as one batch${result.durable ? ', proven on disk' : ', acknowledged'}.`,
    });
    return true;
  } catch (error) {
    patch(source, { saving: false, error, conflict: conflictIn(error, changes) });
    return false;
  }
}

function conflictIn(error: unknown, changes: readonly Staged[]): string | null {
  if (!(error instanceof WalscopeError) || error.code !== 'CONFLICT') return null;
  return changes.find((change) => looseText(change.key) === error.details.key)?.id ?? null;
}

/** Puts a staged change on top of the key as it is now; a delete of what is gone by now is dropped. */
export async function rebase(source: string, change: Staged): Promise<void> {
  const { key, id } = change;
  const facts = await client.call('keys.value', { source, key, offset: 0, length: 0 });
  const base = facts && {
    type: facts.type,
    seq: facts.seq,
    expireAt: facts.expireAt,
    valueLength: facts.valueLength,
    value: null,
  };
  const { changes } = stagedOf(source);
  const keep = base !== null || change.op === 'set';
  const next = changes.flatMap((each) => (each.id !== id ? [each] : keep ? [{ ...each, base }] : []));
  step(source, next, null);
}

export function dismissEditsError(source: string): void {
  patch(source, { error: null, saved: null });
}

/** Called when a tab is gone. */
export function forgetEdits(source: string): void {
  const { [source]: _gone, ...sources } = useStaged.getState().sources;
  useStaged.setState({ sources });
}
