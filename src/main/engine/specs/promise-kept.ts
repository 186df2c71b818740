import { expect } from 'vitest';
import type { Store } from '../api.ts';
import type { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { type Contents, contentsOf, sameContents } from './contents.ts';
import type { CrashRun } from './crash-run.ts';
import { openOn } from './opened.ts';
import { modelsOf, openedAtMs, type Step } from './workload.ts';

/** What a store holds before the first of these calls and after each one, when it is opened after all of them. */
export function statesOf(steps: readonly Step[]): Contents[] {
  return modelsOf(steps).map((model) => model.contentsAt(openedAtMs));
}

export interface Expectation {
  run: CrashRun;
  /** What the store held before the first step and after each one. */
  states: readonly Contents[];
  /** Later writes may have reached the disk before earlier ones: whole frames behind a hole look like damage. */
  holesAllowed: boolean;
  context: string;
}

/** What must hold of a disk after a power loss during a run. Leaves it recovered, with one more key. */
export async function expectPromiseKept(disk: MemoryFileSystem, expectation: Expectation): Promise<void> {
  const { run, states, holesAllowed, context } = expectation;
  const store = await openOn(disk, { create: true, ...run.openOptions });
  try {
    const found = await contentsOf(store);
    const { verdict } = store.recovery;
    const allowed = states.slice(run.promised, run.asked + 1);
    const isState = allowed.some((state) => sameContents(found, state));
    expect(isState, `${context}: ${describeLoss(found, expectation)}`).toBe(true);
    if (verdict.code === 'unreadable' && holesAllowed) return;
    expect(harmless, `${context}: ${verdict.sentence}`).toContain(verdict.code);
    expect(store.readOnly, `${context}: ${verdict.sentence}`).toBe(false);
    await expectGoesOn(store, disk, found, expectation);
  } finally {
    await store.close();
  }
}

/** What a power loss may be called: damage it is not. */
const harmless = ['clean', 'torn-tail', 'unprovable-tail'];

async function expectGoesOn(
  store: Store,
  disk: MemoryFileSystem,
  found: Contents,
  { run, context }: Expectation,
): Promise<void> {
  const { lastSeq } = store.recovery;
  const written = await store.set('after', 'restart');
  expect(written.firstSeq, `${context}: sequence number reused`).toBeGreaterThan(lastSeq);
  await store.close();
  const again = await openOn(disk, run.openOptions);
  expect(await contentsOf(again), `${context}: second start`).toEqual(
    new Map([...found, ['after', 'restart']]),
  );
  expect(harmless, `${context}: second start`).toContain(again.recovery.verdict.code);
  await again.close();
}

function describeLoss(found: Contents, { run, states }: Expectation): string {
  const any = states.findIndex((state) => sameContents(found, state));
  const where = any === -1 ? 'no state that ever was' : `the state after ${any} steps`;
  return `${where}, of ${run.promised} promised and ${run.asked} asked`;
}
