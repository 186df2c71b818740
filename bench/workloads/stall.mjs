import { loadDataset } from '../lib/dataset.mjs';
import { watchProcess } from '../lib/process-figures.mjs';
import { runWriters } from './writers.mjs';

/**
 * All writers overwrite random keys durably while the store compacts, and again while it takes a snapshot. The
 * figure is the longest time the event loop did not turn in either.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'durable');
  const change = (i) => {
    const place = i % shape.keys;
    return [data.keyInOrder(place), data.value(data.order[place], 1 + Math.trunc(i / shape.keys))];
  };
  const { writers } = shape;
  // Garbage to compact, and code that is warm.
  await runWriters({ handle, writers, count: shape.keys, budgetMs: shape.stallBudgetMs, change });
  const compaction = await during(() => handle.compact(), { handle, writers, shape, change });
  const snapshot = await during(() => handle.snapshot(), { handle, writers, shape, change });
  await handle.close();
  return {
    stallMs: Math.max(compaction.stallMs, snapshot.stallMs),
    compactionStallMs: compaction.stallMs,
    snapshotStallMs: snapshot.stallMs,
    opsPerSecond: compaction.opsPerSecond,
    gcLongestMs: Math.max(compaction.gcLongestMs, snapshot.gcLongestMs),
  };
}

async function during(maintenance, { handle, writers, shape, change }) {
  let ended = false;
  const watch = await watchProcess();
  const writing = runWriters({
    handle,
    writers,
    count: Number.POSITIVE_INFINITY,
    budgetMs: shape.stallBudgetMs,
    change,
    until: () => ended,
  });
  await maintenance();
  ended = true;
  const { opsPerSecond } = await writing;
  return { ...(await watch.stop()), opsPerSecond };
}
