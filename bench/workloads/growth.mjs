import { loadDataset } from '../lib/dataset.mjs';
import { runWindows } from './writers.mjs';

/** Overwrites that are timed at each size. */
const probes = 200_000;

/**
 * What one set costs with so many keys in the store: at each size random keys of those that are there are
 * overwritten.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape);
  const handle = await contender.open(directory, 'relaxed');
  const nanoseconds = {};
  let stored = 0;
  for (const size of shape.growth) {
    await runWindows(handle, stored, size, Number.POSITIVE_INFINITY, (i) => [data.key(i), data.value(i, 0)]);
    stored = size;
    const keys = probeKeys(data, size);
    const overwrite = (i) => [keys[i % probes], data.value(i, 1)];
    await runWindows(handle, 0, probes, Number.POSITIVE_INFINITY, overwrite);
    const { ms } = await runWindows(handle, probes, probes * 2, Number.POSITIVE_INFINITY, overwrite);
    nanoseconds[`ns${size}`] = (ms * 1e6) / probes;
  }
  await handle.close();
  const first = nanoseconds[`ns${shape.growth[0]}`];
  const last = nanoseconds[`ns${shape.growth.at(-1)}`];
  return { ...nanoseconds, growth: last / first };
}

/** Random keys of the first `size`, made one after another as a caller's are. */
function probeKeys(data, size) {
  const at = (i) => (Math.imul(i, 2_654_435_761) >>> 0) % size;
  return Array.from({ length: probes }, (_, i) => Buffer.from(data.key(at(i))));
}
