import type { SurvivalMatrix, SurvivalSetup } from '../../../../shared/contract/survival.ts';
import type { ReplayText } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import { fsyncPolicies } from '../../../../shared/model.ts';
import { changesOf } from '../../../crash/lab/history.ts';
import { profileNames } from '../../../crash/lab/profiles/profile.ts';
import { stepTitle } from '../../../crash/lab/step-title.ts';
import type { Step } from '../../../crash/lab/workloads.ts';
import type { JobRegistry } from '../../jobs/job-registry.ts';
import { asWalscopeError } from '../../walscope-error.ts';
import { labWorkload } from '../lab-workloads.ts';
import { countBytes } from './count-bytes.ts';
import { labJobSource } from './lab-job-source.ts';
import { witnessReplay } from './plain-survival.ts';
import { replayText } from './replay-text.ts';
import { runSurvival } from './run-survival.ts';
import { subjectFor } from './subject-for.ts';
import type { SurvivalAnswer, SurvivalTask } from './survival-task.ts';

/** Of each column: enough for all crashes of the workloads that there are. */
const statesPerColumn = 4000;

/** Under each policy: a kill, a power loss on each file system, and one after a failed fsync. */
const columnsOfPolicy: SurvivalTask['columns'] = [
  { kind: 'kill', profile: 'posix' },
  ...profileNames.map((profile) => ({ kind: 'power' as const, profile })),
  { kind: 'fsync-error', profile: 'posix' },
];

/** The survival matrices that are asked for: the newest is kept. */
export class SurvivalRuns {
  readonly #jobs: JobRegistry;
  readonly #tell: (matrix: SurvivalMatrix) => void;
  readonly #limit: number;
  #newest: SurvivalRun | null = null;
  #next = 1;

  /** `limit`: states of one column, at most. */
  constructor(jobs: JobRegistry, tell: (matrix: SurvivalMatrix) => void, limit: number = statesPerColumn) {
    this.#jobs = jobs;
    this.#tell = tell;
    this.#limit = limit;
  }

  /** Starts at once. Throws INVALID_ARGUMENT for what there is not. */
  start(setup: SurvivalSetup): SurvivalMatrix {
    const run = new SurvivalRun(`survival-${this.#next++}`, setup, this.#tell);
    this.#newest = run;
    run.job = this.#jobs.start({
      source: labJobSource,
      title: `What survives: ${setup.workload} on ${run.engine}`,
      unit: 'states',
      run: async (context) => {
        await run.work(this.#limit, context);
        return { kind: 'lab' };
      },
    });
    return run.matrix();
  }

  last(): SurvivalMatrix | null {
    return this.#newest?.matrix() ?? null;
  }

  replay(id: string, write: number, column: number, isThere: boolean): ReplayText | null {
    if (this.#newest?.id !== id) {
      throw new WalscopeError('NOT_FOUND', 'This matrix is no longer kept: work it out again.');
    }
    return this.#newest.replay(write, column, isThere);
  }
}

class SurvivalRun {
  readonly id: string;
  readonly engine: string;
  readonly #setup: SurvivalSetup;
  readonly #tell: (matrix: SurvivalMatrix) => void;
  /** Steps that write, by their number in the workload. */
  readonly #writes: readonly { step: number; title: string }[];
  /** By policy, in order; those that are still to come are missing. */
  readonly #answers: SurvivalAnswer[] = [];
  job = '';
  #state: SurvivalMatrix['state'] = 'running';
  #error: string | null = null;

  constructor(id: string, setup: SurvivalSetup, tell: (matrix: SurvivalMatrix) => void) {
    const subject = subjectFor(setup);
    this.id = id;
    this.engine = subject.name;
    this.#setup = setup;
    this.#tell = tell;
    this.#writes = writesOf(labWorkload(setup.workload, subject, setup.seed).steps);
  }

  async work(
    limit: number,
    context: { signal: AbortSignal; progress(done: number, total: number): void },
  ): Promise<void> {
    const { workload, seed } = this.#setup;
    try {
      for (const fsync of fsyncPolicies) {
        const before = this.#states();
        const task = {
          engine: this.engine,
          workload,
          seed,
          fsync,
          limit,
          columns: columnsOfPolicy,
        };
        const answer = await runSurvival(task, {
          signal: context.signal,
          onProgress: (done, total) => context.progress(before + done, before + total),
        });
        this.#answers.push(answer);
        this.#tell(this.matrix());
      }
      this.#state = 'done';
    } catch (thrown) {
      const error = asWalscopeError(thrown);
      this.#state = error.code === 'CANCELLED' ? 'cancelled' : 'failed';
      this.#error = this.#state === 'failed' ? error.message : null;
      throw error;
    } finally {
      this.#tell(this.matrix());
    }
  }

  matrix(): SurvivalMatrix {
    const count = (of: 'kept' | 'lost') =>
      countBytes(this.#writes.flatMap(({ step }) => this.#row(step).map((fate) => fate?.[of] ?? 0)));
    return {
      survival: this.id,
      job: this.job,
      setup: this.#setup,
      state: this.#state,
      error: this.#error,
      writes: [...this.#writes],
      columns: fsyncPolicies.flatMap((fsync, policy) =>
        columnsOfPolicy.map((column) => ({ ...column, fsync, done: policy < this.#answers.length })),
      ),
      kept: count('kept'),
      lost: count('lost'),
      states: this.#states(),
      distinct: this.#answers.reduce((sum, { distinct }) => sum + distinct, 0),
    };
  }

  replay(write: number, column: number, isThere: boolean): ReplayText | null {
    const answer = this.#answers[Math.floor(column / columnsOfPolicy.length)];
    const step = this.#writes[write]?.step;
    if (answer === undefined || step === undefined) return null;
    const fate = answer.steps[step]?.[column % columnsOfPolicy.length];
    const witness = isThere ? fate?.keptIn : fate?.lostIn;
    return witness ? replayText(witnessReplay(this.engine, answer, witness)) : null;
  }

  #row(step: number) {
    return fsyncPolicies.flatMap((_, policy) =>
      columnsOfPolicy.map((_column, column) => this.#answers[policy]?.steps[step]?.[column]),
    );
  }

  #states(): number {
    return this.#answers.reduce((sum, { states }) => sum + states, 0);
  }
}

const writesOf = (steps: readonly Step[]): { step: number; title: string }[] =>
  steps.flatMap((step, index) =>
    changesOf(step).length === 0 ? [] : [{ step: index, title: stepTitle(step) }],
  );
