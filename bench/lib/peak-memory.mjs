import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const sampleEveryMs = 10;

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{discard?: boolean}} [options] what it writes to stdout is not kept
 * @returns {Promise<{code: number | null, ms: number, peakBytes: number | null, output: string}>} its wall time, the
 *   most memory that was resident (null where the system does not tell), and what it wrote to stdout
 */
export async function runToEnd(command, args, { discard = false } = {}) {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {Buffer[]} */
  const chunks = [];
  child.stdout.on('data', (chunk) => discard || chunks.push(chunk));
  let peakBytes = null;
  const sampling = setInterval(() => {
    peakBytes = peakOf(child.pid) ?? peakBytes;
  }, sampleEveryMs);
  const [code] = await once(child, 'close');
  clearInterval(sampling);
  return {
    code,
    ms: performance.now() - started,
    peakBytes,
    output: Buffer.concat(chunks).toString('latin1'),
  };
}

/** The kernel keeps the peak itself: what happens between two looks is in the next one. Null once it has ended. */
function peakOf(pid) {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  } catch {
    return null;
  }
}
