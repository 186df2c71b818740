import { rmSync } from 'node:fs';
import { redisBenchmark } from '../lib/redis-benchmark.mjs';

const clients = 50;
const pipeline = 16;
const keys = 100_000;

/**
 * redis-benchmark against a server over TCP: sets that are durable when they are answered, one a client at a time and
 * pipelined; then, with an fsync a second, pipelined sets and gets of what they stored. A short warm-up before each.
 *
 * @param {import('../peers/index.mjs').Contender} contender
 * @param {import('./index.mjs').Context} context
 */
export async function run(contender, { directory, shape }) {
  const { respCommands, valueBytes } = shape;
  const measure = async ({ port }, command, depth, count) => {
    const job = { command, clients, pipeline: depth, keys, valueBytes };
    const address = ['-h', '127.0.0.1', '-p', String(port)];
    await redisBenchmark(address, { ...job, count: Math.ceil(count / 5) });
    return redisBenchmark(address, { ...job, count });
  };
  const durable = await serving(contender, directory, 'always', async (server) => ({
    durablePipelinedPerSecond: await measure(server, 'set', pipeline, respCommands),
    durablePerSecond: await measure(server, 'set', 1, respCommands / 10),
  }));
  const relaxed = await serving(contender, directory, 'everysec', async (server) => ({
    everysecPipelinedPerSecond: await measure(server, 'set', pipeline, 2 * respCommands),
    getPipelinedPerSecond: await measure(server, 'get', pipeline, 2 * respCommands),
  }));
  return { ...durable, ...relaxed };
}

async function serving(contender, directory, policy, work) {
  const home = `${directory}/${policy}`;
  const server = await contender.serve(home, policy);
  try {
    return await work(server);
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
