// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { withDisplay } from './lib/display.mjs';
import { electronVersion, findElectron } from './lib/electron.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readPlaywrightReport, readTried, readVitestReport } from './lib/reports.mjs';
import { run } from './lib/run.mjs';
import { Steps } from './lib/steps.mjs';

/**
 * `npm test [-- --long]`: installs what is missing, then everything that can go wrong: types, lint, build, unit specs,
 * the app in a browser, the app in Electron. The last line is "N passed, N failed".
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const long = process.argv.includes('--long');
const reports = mkdtempSync(join(tmpdir(), 'walscope-test-'));
const unitLimitMs = (long ? 300 : 23) * 60_000;
const e2eLimitMs = (long ? 20 : 9) * 60_000;
const say = (/** @type {string} */ line) => console.log(`  ${line}`);
const modules = join(root, 'node_modules');

async function main() {
  await ensureInstalled(root, say);
  const steps = new Steps();
  const node = (/** @type {string[]} */ ...args) => run(process.execPath, args, { cwd: root });

  await steps.check('types', () =>
    node(join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json', '--noEmit'),
  );
  await steps.check('lint', () => node(join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'));
  await unit(steps);
  if (await build(steps)) {
    if (long) await steps.check('soak', () => node('scripts/soak.mjs', '--minutes', '2'));
    await web(steps);
    await electron(steps);
  }

  const tried = readTried(join(reports, 'tried.jsonl'));
  if (tried) console.log(`tried: ${tried}`);
  console.log(`${steps.passed} passed, ${steps.failed} failed`);
  return steps.failed === 0 ? 0 : 1;
}

/** @param {Steps} steps */
async function unit(steps) {
  const report = join(reports, 'unit.json');
  await steps.tests(
    'unit',
    () =>
      run(
        process.execPath,
        [
          join(modules, 'vitest', 'vitest.mjs'),
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ],
        {
          cwd: root,
          env: { WALSCOPE_TRIED: join(reports, 'tried.jsonl'), WALSCOPE_LONG: long ? '1' : '' },
          limitMs: unitLimitMs,
        },
      ),
    () => readVitestReport(report),
  );
}

/**
 * @param {Steps} steps
 * @returns {Promise<boolean>}
 */
async function build(steps) {
  const started = Date.now();
  try {
    await ensureBuilt(root, say);
    say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    return true;
  } catch (error) {
    steps.fail('build', error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** @param {Steps} steps */
async function web(steps) {
  const chromium = await ensureChromium(root, say);
  if (!chromium) {
    steps.fail('web', 'There is no Chromium and none could be installed: name one in CHROME_PATH.');
    return;
  }
  say(`Chromium: ${chromium}`);
  await playwright(steps, 'web', (command, args) => [command, args]);
}

/** @param {Steps} steps */
async function electron(steps) {
  const binary = findElectron(root);
  if (!binary) {
    steps.skip('electron', "Electron's binary is not here (npx install-electron gets it).");
    return;
  }
  if (!withDisplay('', [])) {
    steps.skip('electron', 'there is no display, nor xvfb-run to make one.');
    return;
  }
  say(`Electron ${electronVersion(binary)}: ${binary}`);
  await playwright(steps, 'electron', (command, args) => withDisplay(command, args) ?? [command, args]);
}

/**
 * @param {Steps} steps
 * @param {'web' | 'electron'} project
 * @param {(command: string, args: string[]) => [string, string[]]} wrap
 */
async function playwright(steps, project, wrap) {
  const report = join(reports, `${project}.json`);
  const cli = join(modules, '@playwright', 'test', 'cli.js');
  const [command, args] = wrap(process.execPath, [
    cli,
    'test',
    `--project=${project}`,
    '--reporter=list,json',
  ]);
  await steps.tests(
    project,
    () =>
      run(command, args, { cwd: root, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, limitMs: e2eLimitMs }),
    () => readPlaywrightReport(report),
  );
}

main()
  .catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    return 1;
  })
  .then((code) => {
    rmSync(reports, { recursive: true, force: true });
    process.exit(code);
  });
