import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string) => resolve(import.meta.dirname, path);

/** Every file of src/main/workers is an entry of its own, except the helper that finds them and their specs. */
const workers = Object.fromEntries(
  readdirSync(from('src/main/workers'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== 'entry.ts')
    .map((file) => [`workers/${basename(file, '.ts')}`, from(`src/main/workers/${file}`)]),
);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: from('src/main/index.ts'),
          web: from('src/main/web/main.ts'),
          cli: from('src/main/cli/main.ts'),
          library: from('src/main/library.ts'),
          level: from('src/main/level/walscope-level.ts'),
          ...workers,
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    // CommonJS that runs before what it prepares: the page's bridge, and the start of the main process. A sandboxed
    // preload can require nothing but electron, so everything is bundled and no chunk is shared.
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { index: from('src/preload/index.ts'), start: from('src/main/start.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    plugins: [react()],
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      // The content policy takes fonts and pictures from files, never from data: addresses.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: from('src/renderer/index.html'),
        output: {
          // What keeps zod from compiling has run before any chunk makes a schema: both are in one that comes first.
          codeSplitting: {
            groups: [{ name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|zod-without-eval/ }],
          },
        },
      },
    },
  },
});
