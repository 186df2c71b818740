import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../crash/lab/faults.ts';
import { encodeReplay } from '../../crash/lab/replay.ts';
import { sweep } from '../../crash/lab/sweep.ts';
import { subjectOf } from '../crash/subjects.ts';
import { LabRecoveries } from './lab-recoveries.ts';
import { TraceLab } from './trace-lab.ts';

const limit = process.env.WALSCOPE_LONG === '1' ? 4000 : 200;

/** Whatever a sweep finds is found again by whoever opens it in the trace, under any fault. */
describe.each([
  { engine: 'guide', fsync: 'always', workload: 'puts' },
  { engine: 'json-rename', fsync: 'always', workload: 'overwrites' },
  { engine: 'walscope-no-fsync', fsync: 'always', workload: 'batches' },
] as const)('counterexamples of $engine', ({ engine, fsync, workload }) => {
  it('open as what they were', async () => {
    const { failures } = await sweep({
      subject: subjectOf(engine),
      workloads: [workload],
      fsync,
      faults: faultsOf([]),
      limit,
      seed: 1,
    });
    expect(failures.length).toBeGreaterThan(0);
    const lab = new TraceLab(new LabRecoveries());
    for (const { invariant, replay } of failures) {
      const view = lab.openReplay(encodeReplay(replay));
      const recorded = view.recorded;
      if (recorded === null) throw new Error('a replay brings its crash');
      const { at, fates } = recorded;
      const outcome = await lab.crash(view.trace, { at, kind: 'recorded', fates });
      const broken = outcome.rules.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
      expect(broken, recorded.what).toContain(invariant);
      const changes = view.entries.slice(0, at).filter(({ kind, provenBy }, entry) => {
        const isChange = ['write', 'truncate', 'create', 'mkdir', 'unlink', 'rename'].includes(kind);
        return isChange && entry < at && (provenBy === null || provenBy >= at);
      });
      expect(fates.length).toBeLessThanOrEqual(changes.length);
    }
  });
});
