import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WalscopeError } from '../../../shared/errors.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import type { Run } from '../command.ts';

interface Options {
  web?: boolean;
}

export const run: Run<Options, [string | undefined]> = async ({ io, options, common }, directory) => {
  const paths = directory === undefined ? [] : [await existing(directory)];
  const electron = options.web ? null : electronBinary();
  if (!options.web && electron === null)
    io.tell('walscope: no window can be opened here: this opens the web host.');
  const entry = builtEntry(electron === null ? 'web.js' : 'index.js');
  const readOnly = common.readOnly ? ['--read-only'] : [];
  const child = spawn(electron ?? process.execPath, [entry, ...readOnly, ...paths], { stdio: 'inherit' });
  io.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return (await exitCodeOf(child)) === 0 ? 0 : 2;
};

async function existing(directory: string): Promise<string> {
  const stat = await nodeFileSystem.stat(directory);
  if (stat === null) throw new WalscopeError('NOT_FOUND', `${directory} is not there.`);
  if (!stat.isDirectory) throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is a file.`);
  return resolve(directory);
}

/** Electron's binary when it has been downloaded, there is a display, and it would agree to run; null otherwise. */
function electronBinary(): string | null {
  if (process.platform === 'linux') {
    const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
    // As root it refuses to run with its sandbox, and without one it is not to be run.
    if (!display || process.getuid?.() === 0) return null;
  }
  try {
    const binary: unknown = createRequire(import.meta.url)('electron');
    return typeof binary === 'string' && existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** A built entry beside the command line's own, which may lie in a chunk below it. */
function builtEntry(name: string): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 4; level++) {
    const candidate = join(directory, name);
    if (existsSync(candidate)) return candidate;
    directory = dirname(directory);
  }
  throw new WalscopeError('NOT_FOUND', 'The app has not been built: run npm run build.');
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 0;
}
