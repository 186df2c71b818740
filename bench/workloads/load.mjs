import { loadDataset } from '../lib/dataset.mjs';
import { watchProcess } from '../lib/process-figures.mjs';
import { runWindows, unmeasured } from './writers.mjs';

/**
 * Every key once, in random order. What the budget leaves over is stored all the same, unmeasured: later workloads
 * read it.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'relaxed');
  const change = (i) => [data.key(i), data.value(i, 0)];
  const watch = await watchProcess();
  const { at, opsPerSecond } = await runWindows(handle, 0, shape.keys, shape.relaxedBudgetMs, change);
  const { writtenBytes, ...figures } = await watch.stop();
  await unmeasured(handle, () => runWindows(handle, at, shape.keys, Number.POSITIVE_INFINITY, change));
  await handle.close();
  return {
    opsPerSecond,
    ...figures,
    stallMs: contender.blocking ? null : figures.stallMs,
    writeAmplification:
      writtenBytes === null ? null : writtenBytes / (at * (shape.keyBytes + shape.valueBytes)),
  };
}
