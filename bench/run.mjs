import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibrary } from './lib/build-library.mjs';
import { isRamDisk } from './lib/disk.mjs';
import { fsyncMicroseconds } from './lib/fsync-cost.mjs';
import { installPeers } from './lib/install-peers.mjs';
import { describeMachine } from './lib/machine.mjs';
import { readOptions, UsageError, usage } from './lib/options.mjs';
import { writeGrowth, writeReport } from './lib/report.mjs';
import { runShape } from './lib/rounds.mjs';
import { shapesFor } from './lib/shapes.mjs';
import { printRun, progressLine } from './lib/terminal.mjs';
import { contender, reference } from './peers/index.mjs';

/** `npm run bench`: Walscope beside its peers, as ratios of one run on one machine. */

/** @param {string[]} argv */
async function main(argv) {
  const options = readOptions(argv);
  if (options === null) {
    console.log(usage);
    return;
  }
  // What a program reads comes alone on standard output.
  const print = options.json ? console.error : console.log;
  await buildLibrary();
  await installPeers();
  const { contenders, versions, skipped } = await gather(options.contenders);
  for (const { id, reason } of skipped) console.error(`left out: ${id}: ${reason}`);
  if (isRamDisk(options.directory)) {
    console.error(
      `${options.directory} is a RAM disk: an fsync costs nothing there. Take another with --dir`,
    );
  }
  const report = {
    runs: [],
    contenders,
    versions,
    skipped,
    machine: describeMachine(options.directory),
    fsyncMicroseconds: fsyncMicroseconds(options.directory),
    command: ['npm run bench', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' '),
    options,
    date: new Date(),
  };
  const { machine } = report;
  print(
    `${machine.processor}, ${machine.memory}, ${machine.system}, ${machine.fileSystem}, Node ${machine.node}`,
  );
  print(`append + fdatasync: ${report.fsyncMicroseconds.toFixed(0)} µs`);
  const progress = progressLine();
  let text = '';
  for (const shape of shapesFor(options)) {
    const run = await runShape(shape, [...contenders.values()], options, progress);
    progress.clear();
    report.runs.push(run);
    printRun(run, contenders, print);
    // What has been measured stays, whatever becomes of the next shape.
    text = keep(report);
    if (options.write) writeReport(report);
    if (options.writeGrowth) writeGrowth(report);
  }
  if (options.json) process.stdout.write(text);
}

async function gather(ids) {
  const contenders = new Map();
  const versions = new Map();
  const skipped = [];
  for (const id of ids) {
    const who = await contender(id);
    const reason = await who.unavailable();
    if (reason === null) {
      contenders.set(id, who);
      versions.set(id, await who.version());
    } else if (id === reference) throw new Error(reason);
    else skipped.push({ id, reason });
  }
  return { contenders, versions, skipped };
}

/** Every figure of every round, for whoever wants to look closer. */
function keep({ runs, contenders: _, versions, ...rest }) {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  const plain = runs.map(({ shape, results, failures }) => ({
    shape,
    failures,
    results: Object.fromEntries([...results].map(([workload, by]) => [workload, Object.fromEntries(by)])),
  }));
  const kept = { ...rest, versions: Object.fromEntries(versions), runs: plain };
  const text = `${JSON.stringify(kept, null, 1)}\n`;
  writeFileSync(join(directory, 'latest.json'), text);
  return text;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof UsageError ? `${error.message}: --help has all options` : error.message);
  process.exitCode = 2;
});
