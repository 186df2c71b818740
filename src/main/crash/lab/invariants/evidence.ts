import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { CrashState } from '../crash-state.ts';
import { damages } from '../faults.ts';
import { changesOf, type History } from '../history.ts';
import type { Found, Recovery } from '../recovery.ts';
import type { Contents } from '../subject.ts';

/** All that an invariant is judged by. */
export interface Evidence {
  state: CrashState;
  fsync: FsyncPolicy;
  history: History;
  /** Contents before the first step and after each one. */
  contentsAfterEach: readonly Contents[];
  /** What each key may have: see `allowedValues`. */
  allowed: ReadonlyMap<string, ReadonlySet<string | null>>;
  recovery: Recovery;
}

export interface Invariant {
  name: string;
  /** What must hold, in a sentence. */
  rule: string;
  applies(evidence: Evidence): boolean;
  /** What is wrong, in a sentence; null when nothing is. */
  violation(evidence: Evidence): string | null;
}

const nothing: Contents = new Map();

/** What can be read; nothing where there is no store. null when it did not open. */
export function contentsOf(found: Found): Contents | null {
  if (found.kind === 'opened') return found.contents;
  return found.kind === 'refused' && found.isEmpty ? nothing : null;
}

/** Bytes were lost that had been proven: no engine can keep its promises then, only say that it cannot. */
export const isDamage = ({ state }: Evidence): boolean => damages.has(state.fault);

/** The disk kept something after it had lost something that was asked for earlier. */
export function leavesHoles({ state }: Evidence): boolean {
  return [state, ...state.again].some(({ fates }) => {
    const firstMissing = fates.findIndex((fate) => fate !== 'kept');
    return firstMissing !== -1 && fates.slice(firstMissing + 1).some((fate) => fate !== 'lost');
  });
}

/** With fsyncs left out, or by a disk that lies, whole frames behind a hole look like damage, and may be called so. */
export const mayLookDamaged = (evidence: Evidence): boolean =>
  isDamage(evidence) ||
  evidence.state.fault === 'lying-disk' ||
  (evidence.fsync !== 'always' && leavesHoles(evidence));

/** Whether one can say which deadlines have passed. */
export const clockIsKnown = ({ state, history }: Evidence): boolean =>
  state.fault !== 'clock-jump' ||
  !history.steps.flatMap(changesOf).some((change) => change.op === 'set' && change.expireAt !== undefined);

export function sameContents(left: Contents, right: Contents): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) if (right.get(key) !== value) return false;
  return true;
}

/** Keys whose value is none that they may have. */
export function wrongKeys({ allowed }: Evidence, contents: Contents): string[] {
  const keys = new Set([...allowed.keys(), ...contents.keys()]);
  return [...keys].filter((key) => !(allowed.get(key)?.has(contents.get(key) ?? null) ?? false));
}

/** A value within a sentence. */
export const shown = (value: string | null | undefined): string =>
  value === null || value === undefined ? 'nothing' : `"${value.slice(0, 24)}"`;
