import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A redis-server of the benchmark's own, on a Unix socket, ended by whoever started it. */

const startLimitMs = 60_000;

/**
 * @param {string} directory
 * @param {'always' | 'everysec' | 'no'} fsync
 * @param {number} [port] on 127.0.0.1 as well; none unless said
 * @param {string[]} [settings] over those that stand here
 */
export async function startRedis(directory, fsync, port = 0, settings = []) {
  const socket = join(directory, 'redis.sock');
  const child = spawn(
    'redis-server',
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--unixsocket', socket, '--dir', directory],
      ...['--save', '', '--appendonly', 'yes', '--appendfsync', fsync, '--auto-aof-rewrite-percentage', '0'],
      ...settings,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  const ended = once(child, 'exit');
  try {
    await ready(socket, child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    socket,
    pid: child.pid,
    /** What it says itself it took to read its append-only file; null when there was none. */
    loadMs: () => {
      const seconds = /DB loaded from append only file: ([\d.]+) seconds/.exec(log)?.[1];
      return seconds === undefined ? null : Number(seconds) * 1000;
    },
    command: (...words) => command(socket, words),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function ready(socket, child) {
  const deadline = performance.now() + startLimitMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode} as it started`);
    const answer = await command(socket, ['PING']).catch(() => '');
    if (answer.startsWith('+PONG')) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`redis-server was not ready within ${startLimitMs} ms`);
}

/** One command on a connection of its own; the first chunk of the answer, which is all of a short one. */
async function command(socket, words) {
  const connection = connect(socket);
  try {
    await once(connection, 'connect');
    connection.write(`${words.join(' ')}\r\n`);
    const [answer] = await once(connection, 'data');
    return answer.toString('latin1');
  } finally {
    connection.destroy();
  }
}
