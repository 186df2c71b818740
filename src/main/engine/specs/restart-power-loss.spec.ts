import { describe, expect, it } from 'vitest';
import { type Contents, contentsOf, sameContents } from './contents.ts';
import { type CrashRun, crashRun } from './crash-run.ts';
import { openOn } from './opened.ts';
import { powerLosses } from './power-losses.ts';
import { expectPromiseKept, statesOf } from './promise-kept.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { mixedWorkload, type Step } from './workload.ts';

const before = mixedWorkload();
const statesBefore = statesOf(before);
const after: Step[] = Array.from({ length: 6 }, (_, index) => ({
  kind: 'write',
  change: { op: 'set', key: `later ${index}`, value: 'x'.repeat(100) },
}));

/** A process killed within one of its writes, which the system had taken in part. Little of it is on the disk. */
const killedAt = (call: number): Promise<CrashRun> =>
  crashRun({ steps: before, width: 1, fsync: 'no', crashAtCall: call, tornBytes: 60 });

/** What the next start finds in the cache, and whether it has to begin a new segment behind a torn write. */
async function leftBy({ disk }: CrashRun): Promise<{ contents: Contents; torn: boolean }> {
  const store = await openOn(disk, { readOnly: true });
  const contents = await contentsOf(store);
  const torn = store.recovery.verdict.code === 'torn-tail';
  await store.close();
  return { contents, torn };
}

/** Some calls at which a kill leaves a torn write. */
async function tornCalls(): Promise<number[]> {
  const { calls } = await crashRun({ steps: before, width: 1, fsync: 'no', crashAtCall: null });
  const found: number[] = [];
  for (let call = 1; call <= calls; call++) {
    const killed = await killedAt(call);
    if (killed.asked > 0 && (await leftBy(killed)).torn) found.push(call);
  }
  return found.filter((_, index) => long || index % Math.ceil(found.length / 4) === 0);
}

/** How many steps a killed process left behind. */
function stepsIn(contents: Contents, { answered, asked }: CrashRun): number {
  const found = statesBefore.findLastIndex(
    (state, count) => count >= answered && count <= asked && sameContents(state, contents),
  );
  expect(found, 'a kill lost what had been answered').toBeGreaterThanOrEqual(0);
  return found;
}

describe('a power loss after the restart that followed a kill', () => {
  it('takes nothing that the restarted store had found and gone on from', {
    timeout: hungAfterMs,
  }, async () => {
    let count = 0;
    for (const call of await tornCalls()) {
      const killed = await killedAt(call);
      const found = stepsIn((await leftBy(killed)).contents, killed);
      const states = statesOf([...before.slice(0, found), ...after]);
      const restart = { steps: after, width: 1, fsync: 'always' } as const;
      const { calls } = await crashRun({ ...restart, crashAtCall: null, disk: killed.disk });
      for (let second = 1; second <= calls; second += long ? 1 : 5) {
        const { disk } = await killedAt(call);
        const restarted = await crashRun({ ...restart, crashAtCall: second, disk });
        // Until the restarted store takes its first write nothing has been promised to anyone.
        const promised = restarted.asked === 0 ? 0 : found + restarted.promised;
        const run = { ...restarted, promised, asked: found + restarted.asked };
        const losses = powerLosses(disk).filter((_, index) => long || index % 3 === 0);
        for (const { name, inOrder, keepUnsynced } of losses) {
          const context = `killed at ${call}, power lost at ${second} of ${calls} (${name})`;
          const holesAllowed = !inOrder && restarted.asked === 0;
          await expectPromiseKept(disk.crash({ keepUnsynced }), { run, states, holesAllowed, context });
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThan(0);
    tried('crash states', count);
  });
});
