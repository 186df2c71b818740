import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus } from './corpus.ts';
import { Finding, tryInput } from './try-input.ts';

/** What a worker is told: it tries every `step`-th input from `from` up to, and without, `to`. */
export interface FuzzJob {
  /** The folder that the corpus lies in. */
  root: string;
  seed: number;
  from: number;
  to: number;
  step: number;
  /** The number of the input that is being tried, for those who watch whether it goes on. */
  present: Int32Array;
}

/** Posts the message of every finding, and `null` once all is done. */
const { root, seed, from, to, step, present } = workerData as FuzzJob;
const corpus = await readCorpus(root);
for (let input = from; input < to; input += step) {
  Atomics.store(present, 0, input);
  try {
    await tryInput(corpus, seed, input);
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    parentPort?.postMessage(error.message);
  }
}
parentPort?.postMessage(null);
