import { loadDataset } from '../lib/dataset.mjs';
import { diskBytes } from '../lib/disk.mjs';
import { runWindows, unmeasured } from './writers.mjs';

/**
 * Every key is overwritten once, so that half of the log is garbage. Stores that compact in the background have done
 * a part of it by then; that part is not in the figure.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'relaxed');
  const change = (i) => [data.keyInOrder(i), data.value(data.order[i], 1)];
  await unmeasured(handle, () => runWindows(handle, 0, shape.keys, Number.POSITIVE_INFINITY, change));
  const bytesBefore = diskBytes(directory);
  const start = performance.now();
  await handle.compact();
  const ms = performance.now() - start;
  const probe = data.order[shape.keys >> 1];
  if (data.value(probe, 1).compare(handle.get(data.key(probe))) !== 0) {
    throw new Error(`${contender.title} gave an older value after compaction`);
  }
  await handle.close();
  return { ms, bytesBefore, bytesAfter: diskBytes(directory) };
}
