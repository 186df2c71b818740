// @ts-check
import { spawn } from 'node:child_process';

/** What is kept of a command's output: its end, where the reason of a failure stands. */
const maxOutputChars = 200_000;
const groups = process.platform !== 'win32';
/** Ctrl-C and kill must run the exit handlers, which end what is under way. */
const interrupted = () => process.exit(130);

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {Record<string, string | undefined>} [env] added to the environment
 * @property {number} [limitMs] killed after so long
 */

/** @typedef {{ code: number, output: string, ms: number, timedOut: boolean }} RunResult */

/**
 * Runs a command to its end and keeps quiet about it; never throws. `code` is 127 when it could not be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options) {
  const started = Date.now();
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started ends with it.
      detached: groups,
    });
    const kill = () => killGroup(child);
    process.once('exit', kill);
    process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-maxOutputChars);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const limit = options.limitMs
      ? setTimeout(() => {
          timedOut = true;
          kill();
        }, options.limitMs)
      : undefined;
    const end = (/** @type {number} */ code) => {
      clearTimeout(limit);
      process.off('exit', kill);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ code, output, ms: Date.now() - started, timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (groups) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * Runs npm: the one that runs us, if it does.
 * @param {readonly string[]} args
 * @param {RunOptions} options
 */
export function npm(args, options) {
  const path = process.env.npm_execpath;
  if (path?.endsWith('.js')) return run(process.execPath, [path, ...args], options);
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options)
    : run('npm', args, options);
}
