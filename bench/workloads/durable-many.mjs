import { loadDataset } from '../lib/dataset.mjs';
import { watchProcess } from '../lib/process-figures.mjs';
import { runWriters } from './writers.mjs';

/** @param {import('../peers/index.mjs').Contender} contender @param {import('./index.mjs').Context} context */
export async function run(contender, context) {
  return durable(contender, context, context.shape.writers);
}

/** Warm-up first, then the measured part on other keys. */
export async function durable(contender, { directory, dataset, shape }, writers) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'durable');
  const change = (version) => (i) => {
    const at = i % shape.keys;
    return [data.key(at), data.value(at, version + Math.trunc(i / shape.keys))];
  };
  const warmUp = shape.durableBudgetMs / 5;
  await runWriters({ handle, writers, count: shape.keys, budgetMs: warmUp, change: change(1) });
  const watch = await watchProcess();
  const { opsPerSecond, done } = await runWriters({
    handle,
    writers,
    count: shape.keys * 8,
    budgetMs: shape.durableBudgetMs,
    change: change(2),
  });
  const figures = await watch.stop();
  await handle.close();
  const userBytes = done * (shape.keyBytes + shape.valueBytes);
  return {
    opsPerSecond,
    ...figures,
    // A store that blocks while it writes never lets the loop turn here: no stall to compare.
    stallMs: contender.blocking ? null : figures.stallMs,
    writeAmplification: figures.writtenBytes === null ? null : figures.writtenBytes / userBytes,
  };
}
