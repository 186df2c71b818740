import { firstKey } from '../lib/dataset.mjs';
import { settledMemory, watchProcess } from '../lib/process-figures.mjs';

/** @param {import('../peers/index.mjs').Contender} contender @param {import('./index.mjs').Context} context */
export async function run(contender, context) {
  return openAndRead(contender, context);
}

/**
 * From the call until the first value has been read, in a process whose modules are loaded. Memory is what the
 * process holds more than before, shared among the keys.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 * @param {object} [options] to open the store with
 */
export async function openAndRead(contender, { directory, dataset, shape }, options) {
  const key = firstKey(dataset, shape);
  await loadModules(contender, `${directory}-empty`);
  const before = settledMemory();
  const watch = await watchProcess();
  const start = performance.now();
  const handle = await contender.open(directory, 'relaxed', options);
  const value = handle.get(key);
  const ms = performance.now() - start;
  const { stallMs } = await watch.stop();
  if (!value) throw new Error(`${contender.title} lost the first key`);
  const after = settledMemory();
  await handle.close();
  return {
    ms,
    stallMs,
    rssBytes: after.rss,
    heldPerKey: (after.held - before.held) / shape.keys,
    rssPerKey: (after.rss - before.rss) / shape.keys,
  };
}

/** Opens an empty store first: what an open costs is the data's, not the module loader's. */
async function loadModules(contender, directory) {
  const { mkdirSync, rmSync } = await import('node:fs');
  mkdirSync(directory, { recursive: true });
  const handle = await contender.open(directory, 'relaxed');
  await handle.close();
  rmSync(directory, { recursive: true });
}
