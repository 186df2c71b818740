// @ts-check
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';

/**
 * `npm run fuzz -- --inputs N [--seed N] [--from N]`: takes spoilt directories of every format through detection,
 * reading, verification and salvage. Each input follows from the seed and its number, so `--from N --inputs 1` tries
 * one again. Exit 1 when something crashed, hung, filled the memory, or passed a wrong value for a sound one.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const watchEveryMs = 1000;
/** Longer than any input takes on a busy machine. */
const hangMs = 60_000;
const maxFindings = 20;
const progressEveryMs = 60_000;
/** A little space for young garbage, collected by the worker's own thread: there are as many workers as processors. */
const workerOptions = ['--max-old-space-size=1024', '--max-semi-space-size=4', '--single-threaded-gc'];

async function main() {
  const { inputs, seed, from } = options();
  await ensureInstalled(root, (line) => console.log(`  ${line}`));
  const directory = mkdtempSync(join(tmpdir(), 'walscope-fuzz-'));
  try {
    const script = await bundle(directory);
    const started = performance.now();
    /** @type {string[]} */
    const findings = [];
    const workers = Math.min(availableParallelism(), inputs);
    const progress = setInterval(() => {
      const tried = Math.min(...presentInputs(directory)) - from;
      const seconds = (performance.now() - started) / 1000;
      console.error(`${pace(tried, seconds)}, ${findings.length} findings so far.`);
    }, progressEveryMs);
    await Promise.all(
      Array.from({ length: workers }, (_, index) =>
        fuzz(
          script,
          { root: join(root, 'fixtures'), seed, from: from + index, to: from + inputs, step: workers },
          findings,
        ),
      ),
    );
    clearInterval(progress);
    const seconds = (performance.now() - started) / 1000;
    console.log(`Seed ${seed}: ${pace(inputs, seconds)}: ${findings.length} findings.`);
    return findings.length === 0 ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {number} inputs
 * @param {number} seconds
 */
function pace(inputs, seconds) {
  const rate = Math.round(inputs / Math.max(seconds, 1));
  return `${inputs.toLocaleString('en')} inputs in ${seconds.toFixed(0)} s, ${rate} a second`;
}

/**
 * @param {string} directory
 * @returns {number[]} the input that each worker is at
 */
function presentInputs(directory) {
  return readdirSync(directory)
    .filter((name) => name.startsWith('present-'))
    .map((name) => readFileSync(join(directory, name)))
    .map((bytes) => (bytes.length === 8 ? bytes.readDoubleLE() : 0));
}

/**
 * @param {string} directory
 * @returns {Promise<string>} the worker as one file of JavaScript
 */
async function bundle(directory) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'src', 'main', 'formats', 'fuzz', 'fuzz-worker.ts'),
      outDir: directory,
      rollupOptions: { output: { entryFileNames: 'fuzz-worker.mjs' } },
    },
  });
  return join(directory, 'fuzz-worker.mjs');
}

/**
 * Runs one worker to its end, and a new one behind an input that a worker does not come back from.
 *
 * @param {string} script
 * @param {{root: string, seed: number, from: number, to: number, step: number}} job
 * @param {string[]} findings
 * @returns {Promise<void>}
 */
async function fuzz(script, job, findings) {
  for (let from = job.from; from < job.to; ) {
    const stuckAt = await runWorker(script, { ...job, from }, findings);
    if (stuckAt === null || findings.length >= maxFindings) return;
    from = stuckAt + job.step;
  }
}

/**
 * @param {string} script
 * @param {{root: string, seed: number, from: number, to: number, step: number}} job
 * @param {string[]} findings
 * @returns {Promise<number | null>} the input that it was stopped at, null when all is done
 */
function runWorker(script, job, findings) {
  const present = join(dirname(script), `present-${job.from % job.step}`);
  const number = Buffer.alloc(8);
  number.writeDoubleLE(job.from);
  writeFileSync(present, number);
  const presentInput = () => {
    const bytes = readFileSync(present);
    return bytes.length === 8 ? bytes.readDoubleLE() : job.from;
  };
  const worker = fork(script, [JSON.stringify({ ...job, present })], { execArgv: workerOptions });
  return new Promise((resolve) => {
    let last = { input: -1, since: performance.now() };
    let ended = false;
    const report = (/** @type {string} */ finding) => {
      findings.push(finding);
      console.error(finding);
    };
    const end = (/** @type {number | null} */ stuckAt) => {
      if (ended) return;
      ended = true;
      clearInterval(watch);
      worker.kill('SIGKILL');
      resolve(stuckAt);
    };
    const watch = setInterval(() => {
      const input = presentInput();
      if (input !== last.input) last = { input, since: performance.now() };
      if (performance.now() - last.since < hangMs) return;
      report(`seed ${job.seed}, input ${input}: did not come back within ${hangMs} ms`);
      end(input);
    }, watchEveryMs);
    worker.on('message', (message) => {
      const finding = /** @type {string | null} */ (message);
      if (finding !== null) report(finding);
      if (finding === null || findings.length >= maxFindings) end(null);
    });
    worker.on('exit', (code, signal) => {
      if (ended) return;
      const input = presentInput();
      report(`seed ${job.seed}, input ${input}: the process ended with ${signal ?? code}`);
      end(input);
    });
  });
}

function options() {
  const { values } = parseArgs({
    options: { inputs: { type: 'string' }, seed: { type: 'string' }, from: { type: 'string' } },
  });
  const [inputs, seed, from] = [values.inputs ?? 10_000, values.seed ?? 1, values.from ?? 0].map(Number);
  if (![inputs, seed, from].every((each) => Number.isSafeInteger(each) && Number(each) >= 0))
    throw new Error('--inputs, --seed and --from are whole numbers.');
  return { inputs: Number(inputs), seed: Number(seed), from: Number(from) };
}

main()
  .catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  })
  .then((code) => process.exit(code));
