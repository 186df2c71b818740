import { parentPort } from 'node:worker_threads';
import { toPlainError } from '../../shared/errors.ts';
import { profileOf } from '../crash/lab/profiles/profiles.ts';
import { survivalOf } from '../crash/lab/survival.ts';
import { subjectOf } from '../service/crash/subjects.ts';
import { labWorkload } from '../service/lab/lab-workloads.ts';
import { plainSurvival } from '../service/lab/sweep/plain-survival.ts';
import type { SurvivalMessage, SurvivalTask } from '../service/lab/sweep/survival-task.ts';

/** Looks for what survives, off the thread that answers callers. One policy, then it ends. */

const port = parentPort;
if (port === null) throw new Error('the survival worker runs in a worker thread');

const answer = (message: SurvivalMessage): void => port.postMessage(message);

async function run({
  engine,
  workload,
  seed,
  fsync,
  limit,
  columns,
}: SurvivalTask): Promise<SurvivalMessage> {
  const subject = subjectOf(engine);
  const survival = await survivalOf({
    subject,
    workload: labWorkload(workload, subject, seed),
    fsync,
    seed,
    limit,
    columns: columns.map(({ kind, profile }) => ({ kind, profile: profileOf(profile) })),
    onProgress: (done, total) => answer({ type: 'progress', done, total }),
  });
  return { type: 'done', answer: plainSurvival(survival) };
}

port.once('message', (task: SurvivalTask) => {
  run(task)
    .catch((error: unknown): SurvivalMessage => ({ type: 'failed', error: toPlainError(error) }))
    .then(answer)
    .finally(() => port.close());
});
