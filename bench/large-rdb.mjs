import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
 *
 * `--huge`: one of 10 GiB, which our own writer streams to the disk, since a server would have to hold it in memory;
 * `redis-check-rdb` says that it is sound. It is read and exported, and not converted.
 */

const root = join(import.meta.dirname, '..');
const { huge } = parseArgs({ options: { huge: { type: 'boolean', default: false } } }).values;
const keys = huge ? 1_060_000 : 1_036_000;
const valueBytes = huge ? 10_240 : 1024;
const section = huge ? 'huge-rdb' : 'large-rdb';
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
    const { directory, bytes } = await (huge ? writeHugeRdb(scratch) : saveLargeRdb(scratch));
    console.error(`${short(bytes / 2 ** 20)} MiB of RDB`);
    const rows = [...(await openInService(scratch, directory)), ...(await runCommands(scratch, directory))];
    const { processor, memory, system, node } = describeMachine(scratch);
    const command = `node bench/large-rdb.mjs${huge ? ' --huge' : ''}`;
    const origin = huge
      ? 'written by Walscope and found sound by redis-check-rdb'
      : 'saved by a redis-server';
    const about = `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: an RDB of ${short(bytes / 2 ** 20)} MiB, ${short(keys)} strings of ${short(valueBytes)} bytes, uncompressed, ${origin}. ${processor}, ${memory} of memory, ${system}, Node ${node}, where ${short(waiting)} processes ran or waited to run on average before it began.`;
    writeSection(page, section, `${about}\n\n${markdownTable([head, ...rows])}`);
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

async function writeHugeRdb(scratch) {
  const directory = join(scratch, 'large');
  mkdirSync(directory);
  const file = join(directory, 'dump.rdb');
  const writer = await bundle('rdb-writer');
  for (const [command, ...args] of [
    [process.execPath, writer, file, String(keys), String(valueBytes)],
    ['redis-check-rdb', file],
  ]) {
    const { code } = await runToEnd(command, args);
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
  }
  return { directory, bytes: statSync(file).size };
}

/** One of `bench/lib` with what it takes of the sources, as one file of JavaScript. */
async function bundle(name) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'lib', `${name}.ts`),
      outDir: built,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return join(built, `${name}.mjs`);
}

/** As the window does it, without the window. */
async function openInService(scratch, directory) {
  const { code, peakBytes, output } = await runToEnd(process.execPath, [
    await bundle('service-probe'),
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
    ['app: stopped while it was read', seconds(figures.stopMs), ''],
    ['app: all in order', seconds(figures.orderedMs), ''],
    [
      `app: keys with "${searched}" found (${short(figures.hits)})`,
      seconds(figures.searchMs),
      mebibytes(peakBytes),
    ],
  ];
}

async function runCommands(scratch, directory) {
  const reading = [
    ['walscope verify', 'verify', directory],
    [`walscope get ${searched}`, 'get', directory, searched],
    ['walscope keys', 'keys', directory],
    ['walscope export', 'export', directory],
  ];
  const converting = [
    ['walscope convert --to walscope', 'convert', directory, join(scratch, 'walscope'), '--to', 'walscope'],
    ['walscope convert --to redis', 'convert', directory, join(scratch, 'redis'), '--to', 'redis'],
  ];
  const rows = [];
  for (const [title, ...args] of huge ? reading : [...reading, ...converting]) {
    const { code, ms, peakBytes } = await runToEnd(process.execPath, [cli, ...args], { discard: true });
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
