// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { KilledStore } from './lib/soak/killed-store.mjs';
import { SteadyStore } from './lib/soak/steady-store.mjs';

/**
 * `npm run soak -- --minutes N [--seed N]`: random load on two stores for as long as one likes. The process that writes
 * to one of them is killed again and again, and what it leaves is compared with what was acknowledged; the process of
 * the other lives on, and its memory must stay level. Figures each minute; exit 1 with the directory kept on a failure.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const minuteMs = 60_000;

async function main() {
  const { minutes, seed } = options();
  const say = (/** @type {string} */ line) => console.log(`  ${line}`);
  await ensureInstalled(root, say);
  await ensureBuilt(root, say);
  const library = pathToFileURL(join(root, 'out', 'main', 'library.js')).href;
  const directory = mkdtempSync(join(tmpdir(), 'walscope-soak-'));
  try {
    await soak(library, directory, minutes, seed);
    rmSync(directory, { recursive: true });
    return 0;
  } catch (error) {
    console.error(`Failed with --seed ${seed}: ${error instanceof Error ? error.message : error}`);
    console.error(`The stores are kept in ${directory}`);
    return 1;
  }
}

/**
 * @param {string} library
 * @param {string} directory
 * @param {number} minutes
 * @param {number} seed
 */
async function soak(library, directory, minutes, seed) {
  const started = Date.now();
  const killed = new KilledStore(library, join(directory, 'killed'), seed);
  const steady = new SteadyStore(library, join(directory, 'steady'), seed + 1);
  let printed = 0;
  while (Date.now() - started < minutes * minuteMs) {
    await killed.round();
    if (steady.failure !== null) break;
    const minute = Math.floor((Date.now() - started) / minuteMs);
    if (minute > printed) print(minute, killed, steady);
    printed = minute;
  }
  await steady.finish();
  const calls = (killed.calls + steady.calls).toLocaleString('en');
  console.log(`${killed.kills} kills and ${calls} acknowledged calls: nothing lost, nothing invented.`);
}

/**
 * @param {number} minute
 * @param {KilledStore} killed
 * @param {SteadyStore} steady
 */
function print(minute, killed, steady) {
  const { rss, heapUsed, external } = steady.sample();
  const count = (/** @type {number} */ n) => n.toLocaleString('en');
  const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `${minute} min · ${killed.kills} kills, ${count(killed.calls)} calls, ${count(killed.keys)} keys, ` +
      `${mb(killed.bytes)} on disk · steady ${count(steady.calls)} calls, ` +
      `rss ${mb(rss)}, heap ${mb(heapUsed)}, external ${mb(external)}`,
  );
}

function options() {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? 10);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new Error('--minutes and --seed are numbers.');
  return { minutes, seed };
}

main()
  .catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  })
  .then((code) => process.exit(code));
