import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { buildLibrary } from './lib/build-library.mjs';
import { describeMachine } from './lib/machine.mjs';
import { markdownTable, writeSection } from './lib/markdown.mjs';
import { short } from './lib/numbers.mjs';
import { runToEnd } from './lib/peak-memory.mjs';
import { startRedis } from './peers/redis-server.mjs';

/**
 * An RDB of 1 GiB as a real redis-server saves it, opened, searched, verified and converted: `node bench/large-rdb.mjs`.
 * Every step is a process of its own; its wall time and the most memory it had resident go into docs/formats.md.
 */

const root = join(import.meta.dirname, '..');
const keys = 1_036_000;
const valueBytes = 1024;
const searched = 'key:77777';
const page = join(root, 'docs', 'formats.md');
const head = ['', 'time', 'most memory'];
/** Within the project: what the service takes from packages is found from there. */
const built = join(root, 'out', 'bench');
const cli = join(root, 'bin', 'walscope.mjs');

async function main() {
  await buildLibrary();
  const [waiting = 0] = loadavg();
  const scratch = mkdtempSync(join(tmpdir(), 'walscope-large-'));
  try {
    const { directory, bytes } = await saveLargeRdb(scratch);
    console.error(`${short(bytes / 2 ** 20)} MiB of RDB`);
    const rows = [...(await openInService(scratch, directory)), ...(await runCommands(scratch, directory))];
    const { processor, memory, system, node } = describeMachine(scratch);
    const about = `\`node bench/large-rdb.mjs\` on ${new Date().toISOString().slice(0, 10)}: an RDB of ${short(bytes / 2 ** 20)} MiB, ${short(keys)} strings of ${short(valueBytes)} bytes, uncompressed, saved by a redis-server. ${processor}, ${memory} of memory, ${system}, Node ${node}, where ${short(waiting)} processes ran or waited to run on average before it began.`;
    writeSection(page, 'large-rdb', `${about}\n\n${markdownTable([head, ...rows])}`);
    console.log(markdownTable([head, ...rows]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function saveLargeRdb(scratch) {
  const [served, directory] = [join(scratch, 'served'), join(scratch, 'large')];
  mkdirSync(served);
  mkdirSync(directory);
  const settings = ['--appendonly', 'no', '--enable-debug-command', 'local', '--rdbcompression', 'no'];
  const redis = await startRedis(served, 'no', 0, settings);
  try {
    for (const words of [['DEBUG', 'POPULATE', String(keys), 'key', String(valueBytes)], ['SAVE']]) {
      const answer = await redis.command(...words);
      if (!answer.startsWith('+OK')) throw new Error(`redis-server answered ${answer.trim()}`);
    }
  } finally {
    await redis.stop();
  }
  const file = join(directory, 'dump.rdb');
  renameSync(join(served, 'dump.rdb'), file);
  return { directory, bytes: statSync(file).size };
}

/** As the window does it, without the window. */
async function openInService(scratch, directory) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'lib', 'service-probe.ts'),
      outDir: built,
      rollupOptions: { output: { entryFileNames: 'service-probe.mjs' } },
    },
  });
  const { code, peakBytes, output } = await runToEnd(process.execPath, [
    join(built, 'service-probe.mjs'),
    directory,
    join(scratch, 'data'),
    searched,
  ]);
  if (code !== 0) throw new Error(`the probe ended with ${code}`);
  const figures = JSON.parse(output);
  if (figures.keys !== keys) throw new Error(`${figures.keys} keys were found, and not ${keys}`);
  return [
    ['app: first rows', seconds(figures.firstRowsMs), ''],
    ['app: all read, checksum checked', seconds(figures.wholeMs), ''],
    ['app: all in order', seconds(figures.orderedMs), ''],
    [
      `app: keys with "${searched}" found (${short(figures.hits)})`,
      seconds(figures.searchMs),
      mebibytes(peakBytes),
    ],
  ];
}

async function runCommands(scratch, directory) {
  const commands = [
    ['walscope verify', 'verify', directory],
    [`walscope get ${searched}`, 'get', directory, searched],
    ['walscope convert --to walscope', 'convert', directory, join(scratch, 'walscope'), '--to', 'walscope'],
    ['walscope convert --to redis', 'convert', directory, join(scratch, 'redis'), '--to', 'redis'],
  ];
  const rows = [];
  for (const [title, ...args] of commands) {
    const { code, ms, peakBytes } = await runToEnd(process.execPath, [cli, ...args]);
    if (code !== 0) throw new Error(`${title} ended with ${code}`);
    rows.push([title, seconds(ms), mebibytes(peakBytes)]);
  }
  return rows;
}

const seconds = (ms) => (ms < 1000 ? `${short(ms)} ms` : `${short(ms / 1000)} s`);
const mebibytes = (bytes) => (bytes === null ? '–' : `${short(bytes / 2 ** 20)} MiB`);

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
