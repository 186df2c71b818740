import type { SurvivalMatrix, SurvivalSetup } from '../../../../shared/contract/survival.ts';
import type { ReplayText } from '../../../../shared/contract/sweep.ts';
import { fsyncPolicies } from '../../../../shared/model.ts';
import { changesOf } from '../../../crash/lab/history.ts';
import { profileNames } from '../../../crash/lab/profiles/profile.ts';
import { stepTitle } from '../../../crash/lab/step-title.ts';
import type { Step } from '../../../crash/lab/workloads.ts';
import type { JobContext } from '../../jobs/job-registry.ts';
import { asWalscopeError } from '../../walscope-error.ts';
import { labWorkload } from '../lab-workloads.ts';
import { countBytes } from './count-bytes.ts';
import { witnessReplay } from './plain-survival.ts';
import { replayText } from './replay-text.ts';
import { runSurvival } from './run-survival.ts';
import { subjectFor } from './subject-for.ts';
import type { SurvivalAnswer, SurvivalTask } from './survival-task.ts';

/** Under each policy: a kill, a power loss on each file system, and one after a failed fsync. */
const columnsOfPolicy: SurvivalTask['columns'] = [
  { kind: 'kill', profile: 'posix' },
  ...profileNames.map((profile) => ({ kind: 'power' as const, profile })),
  { kind: 'fsync-error', profile: 'posix' },
];

/** One matrix: what it was asked for, and the policies that have been worked out so far. */
export class SurvivalRun {
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

  /** Works out one policy after the other; `limit`: states of one column, at most. Throws CANCELLED. */
  async work(limit: number, context: JobContext): Promise<void> {
    const { workload, seed } = this.#setup;
    try {
      for (const fsync of fsyncPolicies) {
        const before = this.#states();
        const { engine } = this;
        const task = { engine, workload, seed, fsync, limit, columns: columnsOfPolicy };
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
