import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { loadDataset } from '../lib/dataset.mjs';
import { diskBytes } from '../lib/disk.mjs';
import { freePort } from '../lib/free-port.mjs';
import { bytesWritten } from '../lib/process-figures.mjs';
import { redisBenchmark } from '../lib/redis-benchmark.mjs';
import { run as runResp } from '../workloads/resp.mjs';
import { startRedis } from './redis-server.mjs';

const run = promisify(execFile);

/** Commands on their way at a time: enough that neither side of the socket waits for the other. */
const pipelined = 1_000;

async function redisVersion() {
  const { stdout } = await run('redis-server', ['--version']);
  return /v=([\d.]+)/.exec(stdout)?.[1] ?? stdout.trim();
}

/** Sets every key through the socket, a pipeline at a time; the time it took in ms. */
async function setAll(socket, dataset, version) {
  const connection = connect(socket);
  await once(connection, 'connect');
  const start = performance.now();
  for (let from = 0; from < dataset.count; from += pipelined) {
    const to = Math.min(from + pipelined, dataset.count);
    const parts = [];
    for (let i = from; i < to; i++) {
      const value = dataset.value(i, version);
      const key = dataset.key(i);
      parts.push(Buffer.from(`*3\r\n$3\r\nSET\r\n$${key.length}\r\n`), key);
      parts.push(Buffer.from(`\r\n$${value.length}\r\n`), value, Buffer.from('\r\n'));
    }
    connection.write(Buffer.concat(parts));
    await answers(connection, to - from);
  }
  const ms = performance.now() - start;
  connection.destroy();
  return ms;
}

/** Every answer is "+OK" and a line end: five bytes. */
async function answers(connection, count) {
  for (let missing = count * 5; missing > 0; ) {
    const [chunk] = await once(connection, 'data');
    if (chunk[0] === 0x2d) throw new Error(`redis-server answered ${chunk.toString('latin1').trim()}`);
    missing -= chunk.length;
  }
}

async function durableSets({ socket }, clients, count, { keys, valueBytes }) {
  const job = { command: 'set', clients, pipeline: 1, count, keys, valueBytes };
  return { opsPerSecond: await redisBenchmark(['-s', socket], job) };
}

const workloads = {
  'durable-many': (server, { shape }) =>
    durableSets(server, shape.writers, shape.durableBudgetMs * 50, shape),
  'durable-one': (server, { shape }) => durableSets(server, 1, shape.durableBudgetMs * 5, shape),
  async load(server, { shape, dataset }) {
    const data = loadDataset(dataset, shape);
    const before = bytesWritten(server.pid);
    const ms = await setAll(server.socket, data, 0);
    const after = bytesWritten(server.pid);
    return {
      opsPerSecond: (shape.keys / ms) * 1000,
      writtenBytes: before === null || after === null ? null : after - before,
    };
  },
  async open(server) {
    const memory = await server.command('INFO', 'memory');
    return { ms: server.loadMs(), rssBytes: Number(/used_memory_rss:(\d+)/.exec(memory)?.[1]) };
  },
  async compaction(server, { shape, dataset, directory }) {
    await setAll(server.socket, loadDataset(dataset, shape), 1);
    const bytesBefore = diskBytes(directory);
    const start = performance.now();
    await server.command('BGREWRITEAOF');
    for (;;) {
      const info = await server.command('INFO', 'persistence');
      if (/aof_rewrite_in_progress:0/.test(info) && /aof_rewrite_scheduled:0/.test(info)) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return { ms: performance.now() - start, bytesBefore, bytesAfter: diskBytes(directory) };
  },
};

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'redis',
  title: 'redis-server',
  durable: '`appendfsync always`, through its Unix socket by redis-benchmark',
  relaxed: '`appendfsync no`, through its Unix socket, pipelined 1,000 at a time',
  reads: 'not measured: it answers over a socket',
  version: redisVersion,
  async unavailable() {
    try {
      await redisVersion();
      await run('redis-benchmark', ['--version']);
      return null;
    } catch {
      return 'redis-server and redis-benchmark were not found on PATH';
    }
  },
  workloads: [...Object.keys(workloads), 'resp'],
  async serve(directory, policy) {
    mkdirSync(directory, { recursive: true });
    const port = await freePort();
    const { stop } = await startRedis(directory, policy, port);
    return { port, stop };
  },
  async run(workload, context) {
    if (workload === 'resp') return runResp(this, context);
    const server = await startRedis(context.directory, workload.startsWith('durable') ? 'always' : 'no');
    try {
      return await workloads[workload](server, context);
    } finally {
      await server.stop();
    }
  },
};
