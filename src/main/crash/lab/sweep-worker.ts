import type { MessagePort } from 'node:worker_threads';
import { type PlainError, toPlainError } from '../../../shared/errors.ts';
import { profileOf } from './profiles/profiles.ts';
import type { Subject } from './subject.ts';
import type { SweepTask } from './sweep-plan.ts';
import type { SweepProgress } from './sweep-progress.ts';
import type { WorkloadResult } from './sweep-result.ts';
import { sweepWorkload } from './sweep-workload.ts';
import { workloadOf } from './workloads.ts';

export type SweepRequest = { type: 'run'; task: SweepTask } | { type: 'cancel' };

export type SweepAnswer =
  | { type: 'progress'; progress: SweepProgress }
  | { type: 'done'; result: WorkloadResult }
  | { type: 'failed'; error: PlainError };

/** Progress is told no more often than this, in ms. */
const tellEveryMs = 100;

/** Does the tasks that come over the port, one after the other. `subjectOf` knows every engine by name. */
export function serveSweeps(port: MessagePort, subjectOf: (name: string) => Subject): void {
  // Refusals are judged by their codes, by the million: no one reads their stacks.
  Error.stackTraceLimit = 0;
  let running = new AbortController();
  const answer = (message: SweepAnswer): void => port.postMessage(message);
  port.on('message', (request: SweepRequest) => {
    if (request.type === 'cancel') {
      running.abort();
      return;
    }
    running = new AbortController();
    runTask(request.task, subjectOf, running.signal, (progress) =>
      answer({ type: 'progress', progress }),
    ).then(
      (result) => answer({ type: 'done', result }),
      (error: unknown) => answer({ type: 'failed', error: toPlainError(error) }),
    );
  });
}

async function runTask(
  { engine, workload, profile, seed, ...task }: SweepTask,
  subjectOf: (name: string) => Subject,
  signal: AbortSignal,
  tell: (progress: SweepProgress) => void,
): Promise<WorkloadResult> {
  return sweepWorkload({
    ...task,
    seed,
    signal,
    subject: subjectOf(engine),
    workload: typeof workload === 'string' ? workloadOf(workload, seed) : workload,
    profile: profileOf(profile),
    tellEveryMs,
    onProgress: tell,
  });
}
