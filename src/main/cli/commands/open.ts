import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WalscopeError } from '../../../shared/errors.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import type { Run } from '../command.ts';

interface Options {
  web?: boolean;
}

export const run: Run<Options, [string | undefined]> = async ({ io, options, common }, directory) => {
  if (common.readOnly) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      'open takes no --read-only: choose it in the app, for each directory.',
    );
  }
  const directories = directory === undefined ? [] : [await existing(directory)];
  const root = projectRoot();
  const electron = options.web ? null : electronBinary(root);
  if (!options.web && electron === null)
    io.tell('walscope: no window can be opened here: this opens the browser.');
  const child =
    electron === null
      ? spawn(process.execPath, [join(root, 'out/main/web.js'), '--', ...directories], { stdio: 'inherit' })
      : spawn(electron, ['-r', join(root, 'out/preload/start.cjs'), root, ...directories], {
          stdio: 'inherit',
        });
  io.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return (await exitCodeOf(child)) === 0 ? 0 : 2;
};

async function existing(path: string): Promise<string> {
  if ((await nodeFileSystem.stat(path)) === null)
    throw new WalscopeError('NOT_FOUND', `${path} is not there.`);
  return resolve(path);
}

/** Where the built app lies: above the command line's own file, which may be a chunk of the build. */
function projectRoot(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) && existsSync(join(at, 'out/main/web.js'))) return at;
  }
  throw new WalscopeError('NOT_FOUND', 'The app has not been built: run npm run build.');
}

/** Electron's binary when it is there, there is a display, and it would agree to run; null otherwise. */
function electronBinary(root: string): string | null {
  const { env, platform } = process;
  // On Linux it needs a display; as root it refuses to run with its sandbox, and without one it must not.
  const hasWindow = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY) && process.getuid?.() !== 0;
  if (platform === 'linux' && !hasWindow) return null;
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
    string,
    string
  >;
  const directory = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  const binary = join(directory, names[platform] ?? 'electron');
  return existsSync(binary) ? binary : null;
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 0;
}
