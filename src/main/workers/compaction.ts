import { parentPort } from 'node:worker_threads';
import { toPlainError } from '../../shared/errors.ts';
import { buffersIn } from '../engine/compaction/buffers-in.ts';
import { indexSegment } from '../engine/compaction/index-segment.ts';
import { type MergeResult, mergeSegments } from '../engine/compaction/merge-segments.ts';
import type { WorkerAnswer, WorkerJob, WorkerRequest } from '../engine/compaction/worker-messages.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';

/** Merges or indexes segments off the thread that answers callers. One job, then it ends. */

const port = parentPort;
if (port === null) throw new Error('the compaction worker runs in a worker thread');

const controller = new AbortController();
const progressEveryMs = 50;
let lastProgress = 0;

const answer = (message: WorkerAnswer, moved: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, moved);

function onProgress(doneBytes: number, totalBytes: number): void {
  const now = performance.now();
  if (now - lastProgress < progressEveryMs) return;
  lastProgress = now;
  answer({ type: 'progress', doneBytes, totalBytes });
}

/** What is handed back, not copied: the thread that gets it has callers who wait. */
const buffersOf = (result: MergeResult | null): ArrayBuffer[] =>
  result === null ? [] : [...(result.moved ?? []), result.places].flatMap(buffersIn);

async function run(work: WorkerJob): Promise<MergeResult | null> {
  if (work.kind === 'merge') {
    return mergeSegments(nodeFileSystem, work.job, { signal: controller.signal, onProgress });
  }
  await indexSegment(nodeFileSystem, work.job, controller.signal);
  return null;
}

port.on('message', (request: WorkerRequest) => {
  if (request.type === 'cancel') {
    controller.abort();
    return;
  }
  run(request.work)
    .then(
      (result) => answer({ type: 'done', result }, buffersOf(result)),
      (error: unknown) => answer({ type: 'failed', error: toPlainError(error) }),
    )
    .finally(() => port.close());
});
