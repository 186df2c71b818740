import type { SurvivalMatrix, SurvivalSetup } from '../../../../shared/contract/survival.ts';
import type { ReplayText } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import type { JobRegistry } from '../../jobs/job-registry.ts';
import { labJobSource } from './lab-job-source.ts';
import { SurvivalRun } from './survival-run.ts';

/** Of each column: enough for all crashes of the workloads that there are. */
const statesPerColumn = 50_000;

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
    run.job = this.#jobs.start({
      source: labJobSource,
      title: `What survives: ${setup.workload} on ${run.engine}`,
      unit: 'states',
      run: async (context) => {
        await run.work(this.#limit, context);
        return { kind: 'lab' };
      },
    });
    this.#newest = run;
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
