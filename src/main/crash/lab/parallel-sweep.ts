import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fromPlainError, WalscopeError } from '../../../shared/errors.ts';
import { workerEntry } from '../../workers/entry.ts';
import { ProgressSum } from './progress-sum.ts';
import { shareOf } from './sweep.ts';
import type { SweepPlan, SweepTask } from './sweep-plan.ts';
import type { SweepProgress } from './sweep-progress.ts';
import { mergedResults, type SweepResult, type WorkloadResult } from './sweep-result.ts';
import type { SweepAnswer, SweepRequest } from './sweep-worker.ts';

/** No sweep takes more threads than this. */
const maxThreads = 8;
/** Small stores are opened and closed by the million: most of what is allocated dies young. */
const youngGenerationMb = 64;

export interface ParallelSweepOptions {
  /** Default: as many as the machine runs at once, up to 8. */
  threads?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SweepProgress) => void) | undefined;
}

/** A sweep in worker threads, a workload at a time in each. The result does not depend on their number. */
export async function parallelSweep(
  plan: SweepPlan,
  options: ParallelSweepOptions = {},
): Promise<SweepResult> {
  const tasks = tasksOf(plan);
  const results = await runTasks(tasks, new ProgressSum(plan.limit, options.onProgress), options);
  return mergedResults(results, plan.faults);
}

function tasksOf({ workloads, limit, ...shared }: SweepPlan): SweepTask[] {
  return workloads.map((workload, index) => ({
    ...shared,
    workload,
    limit: shareOf(limit, workloads.length, index),
  }));
}

/** Results in the order of the tasks. */
export async function runTasks(
  tasks: readonly SweepTask[],
  sum: ProgressSum,
  { threads, signal }: ParallelSweepOptions,
): Promise<WorkloadResult[]> {
  const results: WorkloadResult[] = [];
  const queue = [...tasks.entries()];
  const count = Math.min(threads ?? availableParallelism(), maxThreads, tasks.length);
  let failure: { error: unknown } | null = null;
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const work = async (): Promise<void> => {
    const worker = new SweepThread(stopped);
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, task] = next;
        results[index] = await worker.run(task, sum.part(index));
      }
    } catch (error) {
      // The first error is why: those of the other threads only say that they were stopped.
      failure ??= { error };
      stop.abort();
    } finally {
      await worker.end();
    }
  };
  await Promise.all(Array.from({ length: count }, work));
  if (failure !== null) throw (failure as { error: unknown }).error;
  return results;
}

/** One worker thread, one task at a time. */
class SweepThread {
  readonly #worker = new Worker(workerEntry('sweep'), {
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  readonly #signal: AbortSignal;
  /** Whoever waits for the task that is under way. */
  #hear: ((answer: SweepAnswer) => void) | null = null;
  #fail: ((error: Error) => void) | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#worker.on('message', (answer: SweepAnswer) => this.#hear?.(answer));
    this.#worker.on('error', (error) => this.#fail?.(error));
    this.#worker.on('exit', () =>
      this.#fail?.(new WalscopeError('INTERNAL', 'A sweep’s thread ended without an answer.')),
    );
  }

  run(task: SweepTask, onProgress: (progress: SweepProgress) => void): Promise<WorkloadResult> {
    if (this.#signal.aborted) return Promise.reject(cancelled());
    const send = (request: SweepRequest): void => this.#worker.postMessage(request);
    const cancel = (): void => send({ type: 'cancel' });
    this.#signal.addEventListener('abort', cancel, { once: true });
    return new Promise<WorkloadResult>((resolve, reject) => {
      this.#fail = reject;
      this.#hear = (answer) => {
        if (answer.type === 'progress') onProgress(answer.progress);
        else if (answer.type === 'done') resolve(answer.result);
        else reject(fromPlainError(answer.error));
      };
      send({ type: 'run', task });
    }).finally(() => this.#signal.removeEventListener('abort', cancel));
  }

  async end(): Promise<void> {
    this.#fail = null;
    await this.#worker.terminate();
  }
}

const cancelled = (): WalscopeError => new WalscopeError('CANCELLED', 'The sweep was stopped.');
