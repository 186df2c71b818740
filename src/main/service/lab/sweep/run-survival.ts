import { Worker } from 'node:worker_threads';
import { fromPlainError, WalscopeError } from '../../../../shared/errors.ts';
import { workerEntry } from '../../../workers/entry.ts';
import type { SurvivalAnswer, SurvivalMessage, SurvivalTask } from './survival-task.ts';

export interface SurvivalControl {
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/** Has a worker look for what survives. Throws CANCELLED when it is stopped. */
export async function runSurvival(task: SurvivalTask, control: SurvivalControl): Promise<SurvivalAnswer> {
  const { signal, onProgress } = control;
  if (signal.aborted) throw cancelled();
  const worker = new Worker(workerEntry('survival'));
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<SurvivalAnswer>((resolve, reject) => {
      worker.on('message', (message: SurvivalMessage) => {
        if (message.type === 'progress') onProgress(message.done, message.total);
        else if (message.type === 'done') resolve(message.answer);
        else reject(fromPlainError(message.error));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(signal.aborted ? cancelled() : ended()));
      worker.postMessage(task);
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const cancelled = (): WalscopeError =>
  new WalscopeError('CANCELLED', 'Looking for what survives was stopped.');

const ended = (): WalscopeError =>
  new WalscopeError('INTERNAL', 'The worker that looks for what survives ended without an answer.');
