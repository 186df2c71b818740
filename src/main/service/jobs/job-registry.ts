import type { Job, JobResult } from '../../../shared/contract/jobs.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { asWalscopeError } from '../walscope-error.ts';

/** Progress of one job is told at most this often, in ms. */
const progressEveryMs = 100;
const maxFinishedJobs = 50;
const maxRunningJobs = 16;

export interface JobContext {
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

export interface JobRequest {
  source: string;
  /** For people: "Compacting shop". */
  title: string;
  unit: Job['unit'];
  cancellable?: boolean;
  run(context: JobContext): Promise<JobResult>;
}

interface Running {
  job: Job;
  abort: AbortController;
  lastTold: number;
  ended: Promise<void>;
}

/** Work that takes longer than a call should: it reports progress, can be cancelled and leaves a result. */
export class JobRegistry {
  readonly #tell: (job: Job) => void;
  readonly #running = new Map<string, Running>();
  #finished: Job[] = [];
  #next = 1;

  constructor(tell: (job: Job) => void) {
    this.#tell = tell;
  }

  /** Starts at once and returns the job's id. Throws TOO_LARGE when too many are running. */
  start(request: JobRequest): string {
    if (this.#running.size >= maxRunningJobs) {
      throw new WalscopeError('TOO_LARGE', `${maxRunningJobs} jobs are running: wait for one or cancel one.`);
    }
    const job: Job = {
      id: `job-${this.#next++}`,
      source: request.source,
      title: request.title,
      state: 'running',
      done: 0,
      total: 0,
      unit: request.unit,
      startedMs: Date.now(),
      cancellable: request.cancellable ?? true,
      result: null,
      error: null,
    };
    const running: Running = { job, abort: new AbortController(), lastTold: 0, ended: Promise.resolve() };
    this.#running.set(job.id, running);
    this.#tell({ ...job });
    running.ended = this.#run(running, request);
    return job.id;
  }

  list(): Job[] {
    return [...[...this.#running.values()].map((running) => ({ ...running.job })), ...this.#finished];
  }

  /** Resolves when the job has stopped; what it leaves behind is what was there before it. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (!running) {
      if (this.#finished.some((job) => job.id === id)) return;
      throw new WalscopeError('NOT_FOUND', `There is no job ${id}.`);
    }
    if (!running.job.cancellable) {
      throw new WalscopeError('INVALID_ARGUMENT', `“${running.job.title}” cannot be cancelled.`);
    }
    running.abort.abort();
    await running.ended;
  }

  /** Cancels the jobs of one source, or all, and waits until they have stopped. */
  async stop(source?: string): Promise<void> {
    const chosen = [...this.#running.values()].filter((running) => !source || running.job.source === source);
    for (const running of chosen) running.abort.abort();
    await Promise.all(chosen.map((running) => running.ended));
  }

  async #run(running: Running, request: JobRequest): Promise<void> {
    const { job, abort } = running;
    try {
      // The caller learns the id before any event about the end can overtake it.
      await Promise.resolve();
      job.result = await request.run({
        signal: abort.signal,
        progress: (done, total) => this.#progress(running, done, total),
      });
      job.state = 'done';
    } catch (thrown) {
      const error = asWalscopeError(thrown);
      const cancelled = abort.signal.aborted || error.code === 'CANCELLED';
      job.state = cancelled ? 'cancelled' : 'failed';
      job.error = cancelled ? null : { code: error.code, message: error.message };
    }
    this.#running.delete(job.id);
    this.#finished = [{ ...job }, ...this.#finished].slice(0, maxFinishedJobs);
    this.#tell({ ...job });
  }

  #progress(running: Running, done: number, total: number): void {
    running.job.done = done;
    running.job.total = total;
    const now = performance.now();
    if (now - running.lastTold < progressEveryMs) return;
    running.lastTold = now;
    this.#tell({ ...running.job });
  }
}
