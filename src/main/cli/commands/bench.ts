import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Run } from '../command.ts';

interface Options {
  quick?: boolean;
  against?: string[];
}

/** The benchmark is a program of its own: it starts a process for each thing that it measures. */
export const run: Run<Options, []> = async ({ io, common, options }) => {
  const against = (options.against ?? []).flatMap((peer) => ['--against', peer]);
  const flags = [...(options.quick ? ['--quick'] : []), ...(common.json ? ['--json'] : []), ...against];
  const child = spawn(process.execPath, [benchmark(), ...flags], { stdio: 'inherit' });
  io.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? 0 : 2;
};

/** Above the command line's own file, which may be a chunk of the build. */
function benchmark(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const script = join(at, 'bench', 'run.mjs');
    if (existsSync(script)) return script;
  }
  throw new WalscopeError(
    'NOT_FOUND',
    'The benchmark is not part of this installation: clone the project to run it.',
  );
}
