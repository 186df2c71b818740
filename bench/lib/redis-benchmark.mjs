import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * One command at full speed, driven by redis-benchmark.
 *
 * @param {string[]} address how it finds the server: `-s SOCKET` or `-h HOST -p PORT`
 * @param {object} job
 * @param {'set' | 'get'} job.command
 * @param {number} job.clients
 * @param {number} job.pipeline commands on their way for each client
 * @param {number} job.count
 * @param {number} job.keys chosen from at random
 * @param {number} job.valueBytes
 * @returns {Promise<number>} commands a second
 */
export async function redisBenchmark(address, { command, clients, pipeline, count, keys, valueBytes }) {
  const numbers = { c: clients, P: pipeline, n: count, r: keys, d: valueBytes };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`-${name}`, String(value)]);
  const { stdout } = await run('redis-benchmark', [...address, '-t', command, ...options, '--csv']);
  const rate = new RegExp(`^"${command}[^"]*","([\\d.]+)"`, 'im').exec(stdout)?.[1];
  if (rate === undefined) throw new Error(`redis-benchmark said ${stdout.slice(0, 200)}`);
  return Number(rate);
}
