import { mkdtempSync, readdirSync, rmSync } from 'node:fs';

import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

/** Builds the workers once, so that specs run the same code in workers and child processes as the app does. */
export default async function setup(): Promise<() => void> {
  const outDir = mkdtempSync(join(resolve(import.meta.dirname, 'node_modules'), '.walscope-workers-'));
  const directory = resolve(import.meta.dirname, 'src/main/workers');
  const entries = readdirSync(directory).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== 'entry.ts',
  );
  if (entries.length > 0) {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: true,
        target: 'node20',
        outDir,
        emptyOutDir: true,
        rollupOptions: {
          input: Object.fromEntries(entries.map((file) => [basename(file, '.ts'), join(directory, file)])),
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    });
  }
  process.env.WALSCOPE_WORKERS = outDir;
  return () => rmSync(outDir, { recursive: true, force: true });
}
