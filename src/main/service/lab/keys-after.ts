import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import { changesOf, type History, valueAfter } from '../../crash/lab/history.ts';
import type { Contents } from '../../crash/lab/subject.ts';

/** Keys that are told of, at most: a workload has few. */
const maxKeys = 200;
/** Characters of a value that are shown. */
const maxShown = 40;

/** Each key with the value that was last answered and the one that is found, those that differ first. */
export function keysAfter(history: History, found: Contents): CrashOutcome['keys'] {
  const expected = new Map<string, string | null>();
  for (const [index, step] of history.steps.entries()) {
    const state = history.states[index];
    if (state !== 'answered' && state !== 'promised') continue;
    for (const change of changesOf(step)) expected.set(change.key, valueAfter(change));
  }
  const keys = new Set([...expected.keys(), ...found.keys()]);
  const rows = [...keys].map((key) => {
    const should = expected.get(key) ?? null;
    const is = found.get(key) ?? null;
    return { key, expected: shortened(should), found: shortened(is), same: should === is };
  });
  return [...rows.filter(({ same }) => !same), ...rows.filter(({ same }) => same)].slice(0, maxKeys);
}

const shortened = (value: string | null): string | null =>
  value === null || value.length <= maxShown ? value : `${value.slice(0, maxShown)}…`;
