import { WalscopeError } from '../../../shared/errors.ts';
import type { Store } from '../api.ts';
import type { Contents } from './contents.ts';
import { Model, run, type Step, writes } from './workload.ts';

/** A call and what its caller was told. */
export interface Attempt {
  step: Step;
  refused: WalscopeError | null;
}

/** Runs all steps one after another, whatever becomes of each. */
export async function attemptAll(store: Store, steps: readonly Step[]): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const step of steps) {
    try {
      await run(store, step);
      attempts.push({ step, refused: null });
    } catch (error) {
      if (!(error instanceof WalscopeError)) throw error;
      attempts.push({ step, refused: error });
    }
  }
  return attempts;
}

/**
 * Values that each key may have after these attempts; null stands for no value. What was acknowledged must be
 * there unless something later replaced it; what was refused may be there or not.
 */
export function allowedValues(attempts: readonly Attempt[], nowMs: number): Map<string, Set<string | null>> {
  const allowed = new Map<string, Set<string | null>>();
  for (const { step, refused } of attempts.filter((attempt) => writes(attempt.step))) {
    const contents = new Model().after(step).contentsAt(nowMs);
    for (const key of keysOf(step)) {
      const value = contents.get(key) ?? null;
      if (refused === null) allowed.set(key, new Set([value]));
      else allowed.set(key, (allowed.get(key) ?? new Set([null])).add(value));
    }
  }
  return allowed;
}

/** What is wrong with the contents after these attempts, in words; empty when nothing is. */
export function violations(contents: Contents, attempts: readonly Attempt[], nowMs: number): string[] {
  const allowed = allowedValues(attempts, nowMs);
  const found: string[] = [];
  for (const [key, values] of allowed) {
    const value = contents.get(key) ?? null;
    if (!values.has(value)) found.push(`${key}: ${value} instead of ${[...values].join(' or ')}`);
  }
  for (const key of contents.keys()) if (!allowed.has(key)) found.push(`${key}: never written`);
  const accounts = [contents.get('account:a'), contents.get('account:b')].join('+');
  if (!['+', '70+130', '50+150'].includes(accounts)) found.push(`half a batch: ${accounts}`);
  return found;
}

function keysOf(step: Step): string[] {
  if (step.kind === 'write') return [step.change.key];
  if (step.kind === 'edit') return step.texts.map(({ key }) => key);
  return step.kind === 'batch' ? step.changes.map(({ key }) => key) : [];
}
