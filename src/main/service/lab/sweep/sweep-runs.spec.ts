import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { SweepSetup, SweepSummary } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import { decodeReplay, playReplay } from '../../../crash/lab/replay.ts';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { guideFormat } from '../../../formats/guide/guide-format.ts';
import type { Log } from '../../../formats/log/log.ts';
import { fixture } from '../../../formats/testing/fixtures.ts';
import { subjectOf } from '../../crash/subjects.ts';
import { JobRegistry } from '../../jobs/job-registry.ts';
import { SweepRuns } from './sweep-runs.ts';

const setup: SweepSetup = {
  engine: 'walscope',
  without: [],
  workloads: ['snapshot'],
  fsync: 'always',
  faults: ['lost-directory-entry'],
  profile: 'posix',
  limit: 400,
  seed: 1,
};

/** One directory is open. */
async function logOf(source: string): Promise<Log> {
  if (source !== 'source-1') throw new WalscopeError('NOT_FOUND', 'That directory is not open.');
  return guideFormat.read(fixture('guide-session'), { fileSystem: nodeFileSystem });
}

/** Runs a sweep to its end; `onTold` sees what is told on the way. */
async function swept(patch: Partial<SweepSetup> = {}, onTold?: (summary: SweepSummary) => void) {
  let ended: (job: Job) => void = () => undefined;
  const end = new Promise<Job>((resolve) => {
    ended = resolve;
  });
  const jobs = new JobRegistry((job) => job.state !== 'running' && ended(job));
  const sweeps = new SweepRuns(jobs, (summary) => onTold?.(summary), logOf);
  const { sweep } = await sweeps.start({ ...setup, ...patch });
  const job = await end;
  return { sweeps, jobs, job, run: sweeps.get(sweep) };
}

/** Swept once for all who look at it: a compaction without its directory fsync. */
let sweptBroken: ReturnType<typeof swept> | null = null;
function broken(): ReturnType<typeof swept> {
  sweptBroken ??= swept({ without: ['compacted-directory-fsync'] });
  return sweptBroken;
}

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);

describe('the sweeps of the app', () => {
  it('find nothing in Walscope, and say how much was looked at', async () => {
    const { run, job } = await swept();
    const summary = run.summary();
    expect(job.result).toEqual({ kind: 'lab' });
    expect(summary).toMatchObject({ state: 'done', failing: 0, counterexamples: 0, violated: [] });
    expect(summary.states).toBe(summary.planned);
    expect(summary.distinct).toBeGreaterThan(50);
    const heat = run.heat(512, null);
    expect(sum(heat.states)).toBe(summary.states);
    expect(sum(heat.failing)).toBe(0);
    expect(heat.sections[0]?.calls.length).toBe(heat.columns - 1);
  });

  it('find what a safeguard was there for, and open it', async () => {
    const { run } = await broken();
    const { failing, violated, counterexamples } = run.summary();
    expect(failing).toBeGreaterThan(0);
    expect(violated.map(({ invariant }) => invariant)).toContain('durability');
    const all = run.counterexamples(null);
    expect(all.length).toBe(counterexamples);
    expect(all.map(({ kept }) => kept)).toEqual(all.map(({ kept }) => kept).sort((a, b) => a - b));
    // One crash that breaks several rules is one counterexample.
    const [smallest] = run.counterexamples('durability');
    expect(smallest).toMatchObject({ invariant: 'durability', also: expect.arrayContaining(['prefix']) });
    expect(run.counterexamples('prefix').map(({ id }) => id)).toContain(smallest?.id);
    const replay = decodeReplay(run.replay(smallest!.id).text);
    const again = await playReplay(replay, subjectOf(replay.engine));
    expect(again.violations.map(({ invariant }) => invariant)).toContain('durability');
  });

  it('open a state of a cell of the heatmap, one that fails where there is one', async () => {
    const { run } = await broken();
    const columns = 60;
    const heat = run.heat(columns, null);
    const failing = heat.failing.findIndex((count) => count > 0);
    const fault = setup.faults[Math.floor(failing / heat.columns)]!;
    const opened = await run.cell({ fault, column: failing % heat.columns, columns });
    const replay = decodeReplay(opened!.text);
    expect((await playReplay(replay, subjectOf(replay.engine))).violations).not.toEqual([]);
    const sound = await run.cell({ fault, column: 0, columns });
    const playedSound = await playReplay(decodeReplay(sound!.text), subjectOf(replay.engine));
    expect(playedSound.violations).toEqual([]);
    expect(await run.cell({ fault, column: 999, columns })).toBeNull();
  });

  it('go through one workload after the other, each with its part of the heatmap', async () => {
    const { run } = await swept({ workloads: ['puts', 'deletes', 'ttl', 'puts'], limit: 150 });
    const heat = run.heat(512, null);
    expect(heat.sections.map(({ workload }) => workload)).toEqual(['puts', 'deletes', 'ttl']);
    expect(run.summary().states).toBe(150);
    expect(sum(heat.states)).toBe(150);
  });

  it('put the states of a run in which a call failed where it did', async () => {
    const { run } = await swept({ workloads: ['puts'], faults: ['write-error'], limit: 90 });
    const { states } = run.heat(512, null);
    expect(sum(states)).toBe(run.summary().states);
    expect(states.filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  it.each(['write-error', 'clock-jump'])(
    'open a failing state of a run with trouble of its own (%s)',
    async (fault) => {
      const { run } = await swept({ engine: 'guide', workloads: ['puts'], faults: [fault], limit: 60 });
      const heat = run.heat(512, null);
      const column = heat.failing.findIndex((count) => count > 0);
      const opened = await run.cell({ fault, column, columns: 512 });
      const replay = decodeReplay(opened!.text);
      expect(replay.state.fault).toBe(fault);
      expect((await playReplay(replay, subjectOf(replay.engine))).violations).not.toEqual([]);
    },
  );

  it('keep what they found when they are stopped', async () => {
    let told = 0;
    const jobs = new JobRegistry(() => undefined);
    const sweeps = new SweepRuns(
      jobs,
      ({ job, states, state }) => {
        told = states;
        if (state === 'running' && states > 0) void jobs.cancel(job);
      },
      logOf,
    );
    const { sweep, job } = await sweeps.start({ ...setup, workloads: ['all'], limit: 1_000_000 });
    while (sweeps.get(sweep).summary().state === 'running')
      await new Promise((resolve) => setTimeout(resolve, 20));
    await jobs.cancel(job);
    const summary = sweeps.get(sweep).summary();
    expect(summary).toMatchObject({ state: 'cancelled', error: null });
    expect(summary.states).toBe(told);
    expect(sum(sweeps.get(sweep).heat(512, null).states)).toBe(summary.states);
  });

  it('play what was done to an open directory', async () => {
    const { run } = await swept({ workloads: ['recorded:source-1'], limit: 200 });
    expect(run.heat(512, null).sections.map(({ workload }) => workload)).toEqual(['recorded']);
    expect(run.summary()).toMatchObject({ state: 'done', failing: 0 });
    expect(run.summary().states).toBeGreaterThan(30);
  });

  it('refuse what there is not', async () => {
    const sweeps = new SweepRuns(new JobRegistry(() => undefined), () => undefined, logOf);
    const start = (patch: Partial<SweepSetup>) => sweeps.start({ ...setup, ...patch });
    await expect(start({ engine: 'nothing' })).rejects.toThrow(/no engine/);
    await expect(start({ faults: ['flood'] })).rejects.toThrow(/no fault/);
    await expect(start({ profile: 'fat' })).rejects.toThrow(/no file system/);
    await expect(start({ without: ['everything'] })).rejects.toThrow(/taken out/);
    await expect(start({ workloads: ['recorded:closed'] })).rejects.toThrow(/not open/);
    expect(() => sweeps.get('sweep-9')).toThrow(/sweep again/);
    expect(sweeps.last()).toBeNull();
  });
});
