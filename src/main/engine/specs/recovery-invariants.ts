import { expect } from 'vitest';
import { sameContents } from './contents.ts';
import type { Opened } from './opened.ts';
import { finalContents, type ReferenceStore } from './reference-store.ts';

/** Whether everything is there and readable. */
export function isIntact(found: Opened, reference: ReferenceStore): boolean {
  if (found.refused !== null) return false;
  return found.unreadable.length === 0 && sameContents(found.contents, finalContents(reference));
}

/** Each value was true at some time, and when anything is missing the verdict says so. */
export function expectNeverWrong(found: Opened, reference: ReferenceStore, context: string): void {
  if (found.refused !== null) return;
  for (const [key, value] of found.contents) {
    expect(reference.everTrue.get(key)?.has(value), `${context}: wrong value of ${key}: ${value}`).toBe(true);
  }
  const reported = found.unreadable.length > 0 || found.verdict.code !== 'clean';
  if (!isIntact(found, reference)) expect(reported, `${context}: silent loss`).toBe(true);
}

/** Two recoveries of the same bytes come to the same end. */
export function expectSameRecovery(second: Opened, first: Opened, context: string): void {
  if (first.refused !== null || second.refused !== null) {
    expect(second.refused?.code, `${context}: refused once`).toBe(first.refused?.code);
    return;
  }
  const outcome = ({ contents, unreadable, lastSeq, verdict }: typeof first) => ({
    contents,
    unreadable,
    lastSeq,
    verdict: verdict.code,
    damage: verdict.damage,
  });
  expect(outcome(second), `${context}: recovered differently`).toEqual(outcome(first));
}
