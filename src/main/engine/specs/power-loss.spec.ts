import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import type { Store } from '../api.ts';
import type { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { type Contents, contentsOf, sameContents } from './contents.ts';
import { type CrashRun, crashRun } from './crash-run.ts';
import { imageOf } from './disk-image.ts';
import { openOn } from './opened.ts';
import { powerLosses } from './power-losses.ts';
import { long, tried } from './tried.ts';
import { mixedWorkload, modelsOf, openedAtMs } from './workload.ts';

const steps = mixedWorkload();
const states: Contents[] = modelsOf(steps).map((model) => model.contentsAt(openedAtMs));

interface Expectation {
  run: CrashRun;
  /** Later writes may have reached the disk before earlier ones: whole frames behind a hole look like damage. */
  holesAllowed: boolean;
  context: string;
}

/** What must hold of a disk after a power loss during a run. Leaves it recovered, with one more key. */
async function expectPromiseKept(disk: MemoryFileSystem, expectation: Expectation): Promise<void> {
  const { run, holesAllowed, context } = expectation;
  const store = await openOn(disk, { create: true });
  try {
    const found = await contentsOf(store);
    const { verdict } = store.recovery;
    expect(matchingState(found, run), `${context}: ${describeLoss(found, run)}`).not.toBeNull();
    if (verdict.code === 'unreadable' && holesAllowed) return;
    expect(harmless, `${context}: ${verdict.sentence}`).toContain(verdict.code);
    expect(store.readOnly, `${context}: ${verdict.sentence}`).toBe(false);
    await expectGoesOn(store, disk, found, context);
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
  context: string,
): Promise<void> {
  const { lastSeq } = store.recovery;
  const written = await store.set('after', 'restart');
  expect(written.firstSeq, `${context}: sequence number reused`).toBeGreaterThan(lastSeq);
  await store.close();
  const again = await openOn(disk);
  expect(await contentsOf(again), `${context}: second start`).toEqual(
    new Map([...found, ['after', 'restart']]),
  );
  expect(harmless, `${context}: second start`).toContain(again.recovery.verdict.code);
  await again.close();
}

/** The number of steps after which the state was this one, within what was promised and what was asked. */
function matchingState(found: Contents, run: CrashRun): number | null {
  for (let count = run.promised; count <= run.asked; count++) {
    if (sameContents(found, states[count]!)) return count;
  }
  return null;
}

function describeLoss(found: Contents, run: CrashRun): string {
  const any = states.findIndex((state) => sameContents(found, state));
  const where = any === -1 ? 'no state that ever was' : `the state after ${any} steps`;
  return `${where}, of ${run.promised} promised and ${run.asked} asked`;
}

async function hashOf(disk: MemoryFileSystem): Promise<string> {
  if ((await disk.stat('/store')) === null) return 'nothing';
  const hash = createHash('sha256');
  for (const [name, content] of await imageOf(disk))
    hash.update(`${name}:${content.length}:`).update(content);
  return hash.digest('hex');
}

describe.each([
  { width: 1, callers: 'one caller' },
  { width: 5, callers: 'five callers at once' },
])('a power loss at any call of a workload of $callers', ({ width }) => {
  it.each(fsyncPolicies)(
    'keeps what was promised and invents nothing (%s)',
    { timeout: 600_000 },
    async (fsync) => {
      const whole = await crashRun({ steps, width, fsync, crashAtCall: null });
      const stride = long ? 1 : Math.ceil(whole.calls / 25);
      let distinct = 0;
      for (let call = 1; call <= whole.calls + 1; call += stride) {
        const run = await crashRun({ steps, width, fsync, crashAtCall: call });
        const seen = new Set<string>();
        for (const { name, inOrder, keepUnsynced } of powerLosses(run.disk)) {
          const disk = run.disk.crash({ keepUnsynced });
          const hash = await hashOf(disk);
          if (seen.has(hash)) continue;
          seen.add(hash);
          const context = `crash at call ${call} of ${whole.calls}, the disk kept ${name}`;
          await expectPromiseKept(disk, { run, holesAllowed: !inOrder && fsync !== 'always', context });
          distinct += 1;
        }
      }
      tried('crash states', distinct);
    },
  );
});

describe('a process that is killed at any call', () => {
  it.each(fsyncPolicies)('loses nothing that was answered (%s)', { timeout: 300_000 }, async (fsync) => {
    const whole = await crashRun({ steps, width: 1, fsync, crashAtCall: null });
    const stride = long ? 1 : Math.ceil(whole.calls / 70);
    for (let call = 1; call <= whole.calls; call += stride) {
      const run = await crashRun({ steps, width: 1, fsync, crashAtCall: call });
      await expectPromiseKept(run.disk.crash({ keepUnsynced: 'all' }), {
        run: { ...run, promised: run.answered },
        holesAllowed: false,
        context: `killed at call ${call} of ${whole.calls}`,
      });
      tried('crash states', 1);
    }
  });
});

describe('a power loss during the recovery from a power loss', () => {
  it('ends where the first recovery would have', { timeout: 600_000 }, async () => {
    const whole = await crashRun({ steps, width: 5, fsync: 'always', crashAtCall: null });
    const stride = long ? 3 : Math.ceil(whole.calls / 4);
    let count = 0;
    for (let call = stride; call <= whole.calls; call += stride) {
      const run = await crashRun({ steps, width: 5, fsync: 'always', crashAtCall: call });
      for (const keepFirst of ['none', 'all'] as const) {
        const recovery = { steps: [], width: 1, fsync: 'always' } as const;
        const crashed = () => run.disk.crash({ keepUnsynced: keepFirst });
        const { calls } = await crashRun({ ...recovery, crashAtCall: null, disk: crashed() });
        for (let second = 1; second <= calls; second += long ? 1 : 4) {
          const { disk } = await crashRun({ ...recovery, crashAtCall: second, disk: crashed() });
          for (const { name, keepUnsynced } of powerLosses(disk)) {
            const context = `crash at ${call} (${keepFirst}), again at ${second} of ${calls} (${name})`;
            await expectPromiseKept(disk.crash({ keepUnsynced }), { run, holesAllowed: false, context });
            count += 1;
          }
        }
      }
    }
    tried('crash states', count);
  });
});
