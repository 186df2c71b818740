import { openSync, writeSync } from 'node:fs';
import { readCorpus } from './corpus.ts';
import { MemoryWatch } from './memory-watch.ts';
import { Finding, tryInput } from './try-input.ts';

/** What a worker is told, as JSON: it tries every `step`-th input from `from` up to, and without, `to`. */
export interface FuzzJob {
  /** The folder that the corpus lies in. */
  root: string;
  seed: number;
  from: number;
  to: number;
  step: number;
  /** A file that holds the number of the input that is being tried, for those who watch whether it goes on. */
  present: string;
}

/**
 * A process of its own, so that the memory it takes is that of its inputs. Sends the message of every finding, and
 * `null` once all is done.
 */
const { root, seed, from, to, step, present } = JSON.parse(process.argv[2] ?? '') as FuzzJob;
const corpus = await readCorpus(root);
const memory = new MemoryWatch();
const presentFile = openSync(present, 'w');
const number = Buffer.alloc(8);
for (let input = from; input < to; input += step) {
  number.writeDoubleLE(input);
  writeSync(presentFile, number, 0, number.length, 0);
  try {
    await tryInput(corpus, seed, input, memory);
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    process.send?.(error.message);
  }
}
process.send?.(null, () => process.disconnect());
