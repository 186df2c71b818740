import { loadDataset } from '../lib/dataset.mjs';

/** One value in so many is compared with what was stored: a fast wrong answer is not an answer. */
const compareEvery = 64;

/** @param {import('../peers/index.mjs').Contender} contender @param {import('./index.mjs').Context} context */
export async function run(contender, context) {
  return readAll(contender, context);
}

/** @param {object} [options] to open the store with */
export async function readAll(contender, { directory, dataset, shape }, options) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'relaxed', options);
  const read = (count, budgetMs) => {
    const start = performance.now();
    const deadline = start + budgetMs;
    let done = 0;
    for (; done < count; done++) {
      const value = handle.get(data.keyInOrder(done));
      if (done % compareEvery !== 0) continue;
      const at = data.order[done];
      if (!value || data.value(at, 0).compare(value) !== 0) {
        throw new Error(`${contender.title} gave another value than was stored for key ${at}`);
      }
      if (performance.now() > deadline) break;
    }
    return (done / (performance.now() - start)) * 1000;
  };
  read(shape.keys, shape.readBudgetMs / 4);
  const opsPerSecond = read(shape.keys, shape.readBudgetMs);
  const rssBytes = process.memoryUsage.rss();
  await handle.close();
  return { opsPerSecond, rssBytes };
}
