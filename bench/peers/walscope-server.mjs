import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const command = join(import.meta.dirname, '..', '..', 'bin', 'walscope.mjs');

/**
 * `walscope serve` in a process of its own, over TCP on 127.0.0.1.
 *
 * @param {string} directory
 * @param {'always' | 'everysec'} policy
 */
export async function serveWalscope(directory, policy) {
  const args = [
    command,
    'serve',
    directory,
    '--port',
    '0',
    '--protocol',
    'resp',
    '--fsync',
    policy,
    '--json',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line').then(([text]) => text), ended.then(() => null)]);
  if (line === null) throw new Error(`walscope serve ended with ${child.exitCode} as it started`);
  return {
    port: JSON.parse(line).port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
