import { createHash } from 'node:crypto';
import { describe, it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import type { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { crashRun } from './crash-run.ts';
import { imageOf } from './disk-image.ts';
import { indexKinds } from './index-kinds.ts';
import { powerLosses } from './power-losses.ts';
import { expectPromiseKept, statesOf } from './promise-kept.ts';
import { hungAfterMs, long, tried } from './tried.ts';
import { mixedWorkload } from './workload.ts';

const steps = mixedWorkload();
const states = statesOf(steps);

async function hashOf(disk: MemoryFileSystem): Promise<string> {
  if ((await disk.stat('/store')) === null) return 'nothing';
  const hash = createHash('sha256');
  for (const [name, content] of await imageOf(disk))
    hash.update(`${name}:${content.length}:`).update(content);
  return hash.digest('hex');
}

const workloads = [
  { width: 1, callers: 'one caller' },
  { width: 5, callers: 'five callers at once' },
];

describe.each(indexKinds.flatMap((kind) => workloads.map((workload) => ({ ...workload, ...kind }))))(
  'a power loss at any call of a workload of $callers ($index)',
  ({ width, indexOptions: openOptions }) => {
    it.each(fsyncPolicies)(
      'keeps what was promised and invents nothing (%s)',
      { timeout: hungAfterMs },
      async (fsync) => {
        const whole = await crashRun({ steps, width, fsync, crashAtCall: null, openOptions });
        const stride = long ? 1 : Math.ceil(whole.calls / 25);
        let distinct = 0;
        for (let call = 1; call <= whole.calls + 1; call += stride) {
          const run = await crashRun({ steps, width, fsync, crashAtCall: call, openOptions });
          const seen = new Set<string>();
          for (const { name, inOrder, keepUnsynced } of powerLosses(run.disk)) {
            const disk = run.disk.crash({ keepUnsynced });
            const hash = await hashOf(disk);
            if (seen.has(hash)) continue;
            seen.add(hash);
            const context = `crash at call ${call} of ${whole.calls}, the disk kept ${name}`;
            await expectPromiseKept(disk, {
              run,
              states,
              holesAllowed: !inOrder && fsync !== 'always',
              context,
            });
            distinct += 1;
          }
        }
        tried('crash states', distinct);
      },
    );
  },
);

describe('a process that is killed at any call', () => {
  it.each(fsyncPolicies)('loses nothing that was answered (%s)', { timeout: hungAfterMs }, async (fsync) => {
    const whole = await crashRun({ steps, width: 1, fsync, crashAtCall: null });
    const stride = long ? 1 : Math.ceil(whole.calls / 70);
    for (let call = 1; call <= whole.calls; call += stride) {
      const run = await crashRun({ steps, width: 1, fsync, crashAtCall: call });
      await expectPromiseKept(run.disk.crash({ keepUnsynced: 'all' }), {
        run: { ...run, promised: run.answered },
        states,
        holesAllowed: false,
        context: `killed at call ${call} of ${whole.calls}`,
      });
    }
    tried('crash states', Math.ceil(whole.calls / stride));
  });
});

describe('a power loss during the recovery from a power loss', () => {
  it('ends where the first recovery would have', { timeout: hungAfterMs }, async () => {
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
            await expectPromiseKept(disk.crash({ keepUnsynced }), {
              run,
              states,
              holesAllowed: false,
              context,
            });
            count += 1;
          }
        }
      }
    }
    tried('crash states', count);
  });
});
