import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { workloads } from '../workloads/index.mjs';
import { makeDataset } from './dataset.mjs';
import { diskBytes } from './disk.mjs';
import { runStep } from './run-step.mjs';

/**
 * Figures of one shape: workload → contender → one entry a round, null where it failed.
 *
 * @typedef {Map<string, Map<string, (Record<string, number | null> | null)[]>>} Results
 *
 * @typedef {object} ShapeRun
 * @property {import('./shapes.mjs').Shape} shape
 * @property {Results} results
 * @property {{workload: string, contender: string, round: number, reason: string}[]} failures
 */

/**
 * Round-robin: in each round every contender does a workload before the next workload begins, and another contender
 * goes first in each round.
 *
 * @param {import('./shapes.mjs').Shape} shape
 * @param {import('../peers/index.mjs').Contender[]} contenders
 * @param {import('./options.mjs').Options} options
 * @param {{show: (line: string) => void, note: (line: string) => void}} progress
 * @returns {Promise<ShapeRun>}
 */
export async function runShape(shape, contenders, options, progress) {
  const scratch = mkdtempSync(join(options.directory, 'walscope-bench-'));
  const dataset = join(scratch, 'dataset');
  const run = { shape, results: new Map(), failures: [] };
  try {
    mkdirSync(dataset);
    makeDataset(dataset, shape);
    for (let round = 0; round < options.rounds; round++) {
      const started = performance.now();
      await runRound({ run, round, contenders, options, progress, scratch, dataset });
      const seconds = Math.round((performance.now() - started) / 1000);
      progress.note(`${shape.id}: round ${round + 1} of ${options.rounds} took ${seconds} s`);
    }
    return run;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runRound({ run, round, contenders, options, progress, scratch, dataset }) {
  const first = round % contenders.length;
  const order = [...contenders.slice(first), ...contenders.slice(0, first)];
  const home = join(scratch, 'round');
  for (const workload of workloads.filter((one) => takesPart(one, run.shape, options, contenders))) {
    for (const who of order.filter((one) => canDo(one, workload) && !hasFailedTwice(run, one, workload))) {
      progress.show(
        `${run.shape.id} · round ${round + 1}/${options.rounds} · ${workload.title} · ${who.title}`,
      );
      const directory = join(home, who.id, workload.store);
      if (workload.fresh) rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
      const figures = await runWorkload(run, round, workload, who, { directory, dataset, shape: run.shape });
      record(run.results, workload.id, who.id, round, figures);
      if (workload.store !== 'store') rmSync(directory, { recursive: true, force: true });
    }
  }
  rmSync(home, { recursive: true, force: true });
}

async function runWorkload(run, round, workload, who, context) {
  try {
    let figures = {};
    for (const step of workload.steps) figures = await runStep(who, step, context);
    return measuresDisk.has(workload.id) ? { ...figures, ...diskFigures(context) } : figures;
  } catch (error) {
    run.failures.push({ workload: workload.id, contender: who.id, round: round + 1, reason: error.message });
    return null;
  }
}

const measuresDisk = new Set(['load', 'compaction']);

function diskFigures({ directory, shape }) {
  const bytes = diskBytes(directory);
  return { diskBytes: bytes, diskPerLive: bytes / (shape.keys * (shape.keyBytes + shape.valueBytes)) };
}

function takesPart(workload, shape, options, contenders) {
  if (workload.shapes && !workload.shapes.includes(shape.id)) return false;
  if (workload.beside && !contenders.some(({ id }) => id === workload.beside)) return false;
  // What the others read has to be loaded, asked for or not.
  return options.workloads.length === 0 || options.workloads.includes(workload.id) || workload.id === 'load';
}

const canDo = (who, workload) =>
  (workload.only?.includes(who.id) ?? true) && (who.workloads?.includes(workload.id) ?? true);

/** What fails twice will fail again, and may take its time to: the rest of the run goes on without it. */
const hasFailedTwice = (run, who, workload) =>
  run.failures.filter((one) => one.workload === workload.id && one.contender === who.id).length >= 2;

function record(results, workload, who, round, figures) {
  if (!results.has(workload)) results.set(workload, new Map());
  const rounds = results.get(workload);
  if (!rounds.has(who)) rounds.set(who, []);
  rounds.get(who)[round] = figures;
}
