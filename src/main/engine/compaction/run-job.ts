import { Worker } from 'node:worker_threads';
import { fromPlainError, WalscopeError } from '../../../shared/errors.ts';
import { workerEntry } from '../../workers/entry.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { nodeFileSystem } from '../fs/node-file-system.ts';
import { buffersIn } from './buffers-in.ts';
import { type HintJob, indexSegment } from './index-segment.ts';
import { type MergeControl, type MergeJob, type MergeResult, mergeSegments } from './merge-segments.ts';
import type { WorkerAnswer, WorkerJob, WorkerRequest } from './worker-messages.ts';

/** Merges in a worker; on a file system that is not the real one, here and in slices. */
export async function runMerge(
  fileSystem: FileSystem,
  job: MergeJob,
  control: MergeControl = {},
): Promise<MergeResult> {
  if (fileSystem !== nodeFileSystem) return mergeSegments(fileSystem, job, control);
  const result = await inWorker({ kind: 'merge', job }, control);
  if (result === null) throw new Error('a merge without a result');
  return result;
}

/** Writes the hint of a closed segment, in a worker where there is a real file system. */
export async function runHint(fileSystem: FileSystem, job: HintJob, signal?: AbortSignal): Promise<void> {
  if (fileSystem !== nodeFileSystem) await indexSegment(fileSystem, job, signal);
  else await inWorker({ kind: 'hint', job }, { signal });
}

function inWorker(work: WorkerJob, control: MergeControl): Promise<MergeResult | null> {
  const { signal, onProgress } = control;
  if (signal?.aborted) return Promise.reject(cancelled());
  const worker = new Worker(workerEntry('compaction'));
  const send = (request: WorkerRequest): void => worker.postMessage(request);
  const cancel = (): void => send({ type: 'cancel' });
  signal?.addEventListener('abort', cancel, { once: true });
  return new Promise<MergeResult | null>((resolve, reject) => {
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.type === 'progress') onProgress?.(answer.doneBytes, answer.totalBytes);
      else if (answer.type === 'done') resolve(answer.result);
      else reject(fromPlainError(answer.error));
    });
    worker.on('error', reject);
    worker.on('exit', () =>
      reject(new WalscopeError('INTERNAL', 'The compaction worker ended without an answer.')),
    );
    worker.postMessage({ type: 'run', work } satisfies WorkerRequest, buffersOf(work));
  }).finally(() => signal?.removeEventListener('abort', cancel));
}

/** What is handed over to the worker, not copied. */
const buffersOf = (work: WorkerJob): ArrayBuffer[] =>
  work.kind === 'merge' ? work.job.live.flatMap(buffersIn) : [];

const cancelled = (): WalscopeError =>
  new WalscopeError('CANCELLED', 'The work was cancelled; nothing was changed.');
