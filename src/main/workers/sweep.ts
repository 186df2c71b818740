import { parentPort } from 'node:worker_threads';
import { serveSweeps } from '../crash/lab/sweep-worker.ts';
import { subjectOf } from '../service/crash/subjects.ts';

/** Sweeps of the crash lab off the thread that answers callers. */

if (parentPort === null) throw new Error('the sweep worker runs in a worker thread');
serveSweeps(parentPort, subjectOf);
