import type { StepFate } from '../../../shared/contract/lab.ts';
import { changesOf, type History, valueAfter } from '../../crash/lab/history.ts';
import type { Change, Contents } from '../../crash/lab/subject.ts';

/** What became of each step, by what was found after the crash. No two writes of a workload have the same value. */
export function stepFatesOf(history: History, found: Contents): StepFate[] {
  return history.steps.map((step, index) => {
    const state = history.states[index];
    if (state === 'not-asked') return 'not-asked';
    const changes = changesOf(step);
    if (changes.length === 0) return 'nothing';
    const fates = changes.map((change) => fateOf(change, index, history, found));
    if (fates.includes('gone')) return state === 'asked' || state === 'refused' ? 'unanswered' : 'gone';
    return fates.every((fate) => fate === 'replaced') ? 'replaced' : 'there';
  });
}

/** The steps that had been answered and whose change is gone. */
export function goneSteps(fates: readonly StepFate[]): number[] {
  return fates.flatMap((fate, step) => (fate === 'gone' ? [step] : []));
}

function fateOf(
  change: Change,
  step: number,
  history: History,
  found: Contents,
): 'there' | 'replaced' | 'gone' {
  const value = found.get(change.key) ?? null;
  if (value === valueAfter(change)) return 'there';
  const isLater = history.steps.some(
    (other, index) =>
      index > step &&
      history.states[index] !== 'not-asked' &&
      changesOf(other).some((each) => each.key === change.key && valueAfter(each) === value),
  );
  return isLater ? 'replaced' : 'gone';
}
