import { availableParallelism } from 'node:os';
import type { SweepSetup, SweepSummary } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import { faultsOf } from '../../../crash/lab/faults.ts';
import { parallelSweep } from '../../../crash/lab/parallel-sweep.ts';
import { profileOf } from '../../../crash/lab/profiles/profiles.ts';
import type { SweepPlan } from '../../../crash/lab/sweep-plan.ts';
import type { Workload } from '../../../crash/lab/workloads.ts';
import type { JobContext, JobRegistry } from '../../jobs/job-registry.ts';
import { throttle } from '../../throttle.ts';
import { asWalscopeError } from '../../walscope-error.ts';
import { labJobSource } from './lab-job-source.ts';
import { subjectFor } from './subject-for.ts';
import { SweepRun } from './sweep-run.ts';
import { type SweptOptions, SweptWorkload } from './swept-workload.ts';
import { type LogOf, sweptWorkloads } from './swept-workloads.ts';

/** Sweeps that are kept with what they found: the one that is shown, and one that a replay may still be asked of. */
const maxKept = 2;
/** What a sweep found is told at most this often, in ms. */
const tellEveryMs = 200;

/** The sweeps of the app, newest first. */
export class SweepRuns {
  readonly #jobs: JobRegistry;
  readonly #tell: (summary: SweepSummary) => void;
  readonly #logOf: LogOf;
  #kept: readonly SweepRun[] = [];
  #next = 1;

  constructor(jobs: JobRegistry, tell: (summary: SweepSummary) => void, logOf: LogOf) {
    this.#jobs = jobs;
    this.#tell = tell;
    this.#logOf = logOf;
  }

  /** Starts a job. Throws INVALID_ARGUMENT for what there is not, and TOO_LARGE while too many jobs run. */
  async start(setup: SweepSetup): Promise<SweepSummary> {
    const subject = subjectFor(setup);
    const faults = faultsOf(setup.faults);
    const profile = profileOf(setup.profile);
    const { fsync, seed, limit } = setup;
    const workloads = await sweptWorkloads(setup, subject, this.#logOf);
    const plan: SweepPlan = {
      engine: subject.name,
      workloads,
      fsync,
      profile: profile.name,
      faults,
      limit,
      seed,
    };
    const run = new SweepRun(`sweep-${this.#next++}`, { ...setup, faults });
    run.job = this.#jobs.start({
      source: labJobSource,
      title: `Sweep of ${subject.name}`,
      unit: 'states',
      run: async (context) => {
        const swept = { subject, fsync, profile, faults, seed };
        await this.#work(run, plan, { ...swept, workloads }, context);
        return { kind: 'lab' };
      },
    });
    this.#kept = [run, ...this.#kept].slice(0, maxKept);
    return run.summary();
  }

  last(): SweepSummary | null {
    return this.#kept[0]?.summary() ?? null;
  }

  /** Throws NOT_FOUND. */
  get(id: string): SweepRun {
    const run = this.#kept.find((each) => each.id === id);
    if (run !== undefined) return run;
    throw new WalscopeError('NOT_FOUND', 'This sweep is no longer kept: sweep again.');
  }

  /** Runs the sweep to its end, whatever that is, and tells what it has found as it goes. */
  async #work(
    run: SweepRun,
    plan: SweepPlan,
    swept: SweptOptions & { workloads: readonly Workload[] },
    context: JobContext,
  ): Promise<void> {
    const tell = throttle(() => this.#tell(run.summary()), tellEveryMs);
    try {
      const workloads: SweptWorkload[] = [];
      for (const workload of swept.workloads) workloads.push(await SweptWorkload.of(swept, workload));
      run.begin(workloads);
      const result = await parallelSweep(plan, {
        // One core is for whoever watches.
        threads: Math.max(1, availableParallelism() - 1),
        signal: context.signal,
        onProgress: (progress) => {
          run.add(progress);
          context.progress(progress.states, progress.total);
          tell();
        },
      });
      run.finish(result);
    } catch (thrown) {
      const error = asWalscopeError(thrown);
      run.break(error);
      throw error;
    } finally {
      tell.cancel();
      this.#tell(run.summary());
    }
  }
}
