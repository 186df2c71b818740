// @ts-check
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { electronArguments } from './lib/electron.mjs';
import { chooseHost } from './lib/host-choice.mjs';
import { ensureInstalled } from './lib/install.mjs';

/** `npm start [-- DIR… | --web | --port N | --no-open]`: installs and builds what is missing, then opens the app. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** An Electron that dies this early, and not of its own accord, could not start at all. */
const startMs = 5_000;
const say = (/** @type {string} */ line) => console.log(line);

/**
 * Directories are relative to where npm was called, not to where it runs us.
 * @param {readonly string[]} args
 */
function parseArguments(args) {
  const cwd = process.env.INIT_CWD || process.cwd();
  const directories = [];
  const options = [];
  let web = false;
  for (let i = 0; i < args.length; i++) {
    const argument = /** @type {string} */ (args[i]);
    if (argument === '--web') web = true;
    else if (argument === '--port') options.push(argument, args[++i] ?? '');
    else if (argument.startsWith('-')) options.push(argument);
    else directories.push(resolve(cwd, argument));
  }
  // The options are the web host's: who gives one wants it.
  return { directories, options, web: web || options.length > 0 };
}

/**
 * Runs in the foreground until it ends; Ctrl-C reaches it as it reaches us.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
function foreground(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', () => done(127));
    child.on('close', (code) => done(code ?? 1));
  });
}

async function main() {
  const { directories, options, web } = parseArguments(process.argv.slice(2));
  await ensureInstalled(root, say);
  await ensureBuilt(root, say);
  const choice = await chooseHost(root, web, say);
  say(choice.line);
  if (choice.host === 'electron') {
    const started = Date.now();
    const code = await foreground(choice.binary, electronArguments(root, directories));
    if (code === 0 || Date.now() - started > startMs) return code;
    say(`Electron could not start (exit code ${code}): opening Walscope in the browser.`);
  }
  return await foreground(process.execPath, [
    join(root, 'out', 'main', 'web.js'),
    ...directories,
    ...options,
  ]);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(2);
  },
);
