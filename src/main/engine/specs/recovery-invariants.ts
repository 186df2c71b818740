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

/**
 * Two recoveries of the same bytes come to the same end. A first one that could write may have put in order what
 * was not damage to begin with (a torn tail, a slot of the durable mark): `healed` allows a clean verdict then.
 * Keys that expired meanwhile may have been deleted, which takes sequence numbers.
 */
export function expectSameRecovery(second: Opened, first: Opened, context: string, healed = false): void {
  if (first.refused !== null || second.refused !== null) {
    expect(second.refused?.code, `${context}: refused once`).toBe(first.refused?.code);
    return;
  }
  expect(sameContents(second.contents, first.contents), `${context}: recovered differently`).toBe(true);
  expect(second.unreadable, `${context}: recovered differently`).toEqual(first.unreadable);
  expect(second.lastSeq, `${context}: lost sequence numbers`).toBeGreaterThanOrEqual(first.lastSeq);
  const allowed = healed && !first.readOnly ? [first.verdict.code, 'clean'] : [first.verdict.code];
  expect(allowed, `${context}: recovered differently`).toContain(second.verdict.code);
}
