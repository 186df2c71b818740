import { loadDataset } from '../lib/dataset.mjs';
import { runWindows } from './writers.mjs';

/** Stores everything and is gone without a close. */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'relaxed');
  const change = (i) => [data.key(i), data.value(i, 0)];
  await runWindows(handle, 0, shape.keys, Number.POSITIVE_INFINITY, change);
  process.kill(process.pid, 'SIGKILL');
}
