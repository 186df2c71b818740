import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { aofOf } from './testing.ts';

/** For specs: the major version of the redis-server of the system, which may be a Valkey; 0 = there is none. */
const version = (() => {
  try {
    return Number(/v=(\d+)\./.exec(execFileSync('redis-server', ['--version']).toString())?.[1] ?? 0);
  } catch {
    return 0;
  }
})();

/** One that reads and writes what this reads and writes. */
export const hasRedis = version >= 7;
/** One whose answers are those that are meant to be given: later versions write numbers in ways of their own. */
export const hasRedis7 = version === 7;

const startWithinMs = 20_000;

export class RealRedis {
  readonly #process: ChildProcess;
  readonly port: number;
  /** What it has logged so far. */
  said = '';

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
    process.stdout?.on('data', (chunk) => {
      this.said += chunk;
    });
  }

  static async start(directory: string, ...settings: string[]): Promise<RealRedis> {
    const port = await freePort();
    const common = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
    const redis = new RealRedis(spawn('redis-server', [...common, ...settings]), port);
    const deadline = Date.now() + startWithinMs;
    while (!redis.said.includes('Ready to accept connections')) {
      if (redis.#process.exitCode !== null || Date.now() > deadline) throw new Error(redis.said);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return redis;
  }

  ask(...args: string[]): string {
    return execFileSync('redis-cli', ['-p', String(this.port), ...args])
      .toString()
      .trim();
  }

  /** Sends commands at once and waits until all are answered; errors do not matter, and a transaction is ended. */
  async send(commands: readonly (readonly (string | Uint8Array)[])[]): Promise<void> {
    const socket: Socket = connect(this.port, '127.0.0.1');
    const mark = `end-of-commands-${commands.length}`;
    let tail = '';
    const answered = new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        tail = (tail + chunk.toString('latin1')).slice(-2 * mark.length);
        if (tail.includes(mark)) resolve();
      });
    });
    socket.write(aofOf(...commands, ['EXEC'], ['PING', mark]));
    await answered;
    socket.destroy();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.on('exit', resolve));
    this.#process.kill();
    await ended;
  }
}

/** Has a server load a directory and save what it makes of it, as an RDB in a directory of its own, which is returned. */
export async function savedByServer(directory: string, ...settings: string[]): Promise<string> {
  const redis = await RealRedis.start(directory, '--appendonly', 'yes', ...settings);
  try {
    redis.ask('SAVE');
  } finally {
    await redis.stop();
  }
  const saved = join(directory, 'saved');
  await mkdir(saved);
  await rename(join(directory, 'dump.rdb'), join(saved, 'dump.rdb'));
  return saved;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
