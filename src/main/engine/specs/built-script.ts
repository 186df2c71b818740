import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

/** A TypeScript file built for plain Node, so that a spec can run it in a process of its own. */
export async function builtScript(source: string): Promise<{ path: string; remove: () => Promise<void> }> {
  // Within node_modules, so that packages are found from there.
  const outDir = await mkdtemp(join(resolve('node_modules'), '.walscope-script-'));
  const name = basename(source, '.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rollupOptions: { input: { [name]: source }, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });
  return { path: join(outDir, `${name}.js`), remove: () => rm(outDir, { recursive: true, force: true }) };
}
