import { growthKeys, loadDataset } from '../lib/dataset.mjs';
import { diskBytes } from '../lib/disk.mjs';
import { settledMemory, watchProcess } from '../lib/process-figures.mjs';
import { runWindows } from './writers.mjs';

/** Overwrites that are timed at each size. */
const probes = 200_000;

/**
 * What one set costs with so many keys in the store: at each size random keys of those that are there are
 * overwritten. And what else may grow with the keys: figures of a size end with its number of keys.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, dataset, shape }) {
  const data = loadDataset(dataset, shape, growthKeys);
  const before = settledMemory();
  const handle = await contender.open(directory, 'relaxed');
  const figures = {};
  let stored = 0;
  for (const size of shape.growth) {
    await runWindows(handle, stored, size, Number.POSITIVE_INFINITY, (i) => [data.key(i), data.value(i, 0)]);
    stored = size;
    const held = settledMemory();
    const keys = probeKeys(data, size);
    const overwrite = (i) => [keys[i % probes], data.value(i, 1)];
    await runWindows(handle, 0, probes, Number.POSITIVE_INFINITY, overwrite);
    const watch = await watchProcess();
    const { ms } = await runWindows(handle, probes, probes * 2, Number.POSITIVE_INFINITY, overwrite);
    const { stallMs, gcLongestMs, writtenBytes } = await watch.stop();
    const entryBytes = shape.keyBytes + shape.valueBytes;
    const measured = {
      ns: (ms * 1e6) / probes,
      heldPerKey: (held.held - before.held) / size - shape.keyBytes,
      rssBytes: held.rss,
      stallMs,
      gcLongestMs,
      writeAmplification: writtenBytes === null ? null : writtenBytes / (probes * entryBytes),
      diskPerLive: diskBytes(directory) / (size * entryBytes),
    };
    for (const [name, value] of Object.entries(measured)) figures[`${name}${size}`] = value;
  }
  await handle.close();
  return { ...figures, growth: figures[`ns${shape.growth.at(-1)}`] / figures[`ns${shape.growth[0]}`] };
}

/** Random keys of the first `size`, made one after another as a caller's are. */
function probeKeys(data, size) {
  const at = (i) => (Math.imul(i, 2_654_435_761) >>> 0) % size;
  return Array.from({ length: probes }, (_, i) => Buffer.from(data.key(at(i))));
}
