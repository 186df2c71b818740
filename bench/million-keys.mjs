import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronHost, webHost } from './lib/app-hosts.mjs';
import { phases } from './lib/app-phases.mjs';
import { buildLibrary } from './lib/build-library.mjs';
import { describeMachine } from './lib/machine.mjs';
import { markdownTable, writeSection } from './lib/markdown.mjs';
import { keyCount, writeMillionKeys } from './lib/million-directory.mjs';
import { short } from './lib/numbers.mjs';
import { page as benchmarkPage } from './lib/report.mjs';
import { drawTable } from './lib/terminal.mjs';

/**
 * The app with a million keys in it: `node bench/million-keys.mjs`. On both hosts, where they can be had, it opens
 * the directory, scrolls, filters and sorts, and says how long the main process and the renderer stood still.
 */

const head = ['', 'ms', 'longest stall, main process', 'longest task, renderer'];
/** Browsers tell of tasks from here on. */
const longTaskFromMs = 50;
const runsEach = 3;

async function main() {
  await buildLibrary();
  const scratch = mkdtempSync(join(tmpdir(), 'walscope-million-'));
  const directory = join(scratch, 'million');
  const sections = [];
  try {
    console.error(`writing ${short(keyCount)} keys`);
    const expected = await writeMillionKeys(directory);
    for (const start of [webHost, electronHost]) {
      const measured = await measureHost(start, scratch, directory, expected);
      console.log(`\n${measured.title}\n${drawTable([head, ...measured.rows])}`);
      sections.push(`### ${measured.title}\n\n${markdownTable([head, ...measured.rows])}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const machine = describeMachine(tmpdir());
  const about = `\`node bench/million-keys.mjs\` on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory} of memory, ${machine.system}. Longest of ${runsEach} runs, each in an app of its own.`;
  writeSection(benchmarkPage, 'million-keys', [about, ...sections].join('\n\n'));
}

/** The worst of several runs: what must not happen must not happen once. */
async function measureHost(start, scratch, directory, expected) {
  const runs = [];
  let title = '';
  for (let run = 0; run < runsEach; run++) {
    const host = await start(mkdtempSync(join(scratch, 'data-')));
    if (typeof host === 'string') return { title: `Left out: ${host}`, rows: [] };
    title = host.title;
    try {
      runs.push(await measure(host, directory, expected));
    } finally {
      await host.close();
    }
  }
  const rows = runs[0].map(({ title: phase }, at) => {
    const worst = (name) => Math.max(...runs.map((run) => run[at][name]));
    const task = worst('taskMs');
    return [
      phase,
      short(worst('ms')),
      `${short(worst('stallMs'))} ms`,
      task < longTaskFromMs ? `under ${longTaskFromMs} ms` : `${short(task)} ms`,
    ];
  });
  return { title, rows };
}

async function measure(host, directory, expected) {
  const { page } = host;
  await page.evaluate(() => {
    globalThis.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        globalThis.longestTask = Math.max(globalThis.longestTask, entry.duration);
      }
    }).observe({ type: 'longtask' });
  });
  await page.getByRole('combobox', { name: /path/i }).waitFor();
  await host.mainProcess();
  const measured = [];
  for (const phase of phases(page, directory, expected)) {
    const from = performance.now();
    await phase.act();
    await phase.done();
    const ms = performance.now() - from;
    // The observer tells of a task after it has ended.
    await page.waitForTimeout(100);
    const { stallMs } = await host.mainProcess();
    const taskMs = await page.evaluate(() => {
      const longest = globalThis.longestTask;
      globalThis.longestTask = 0;
      return longest;
    });
    measured.push({ title: phase.title, ms, stallMs, taskMs });
  }
  return measured;
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
