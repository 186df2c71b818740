#!/usr/bin/env node
// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The command as package.json names it: the built one, which a fresh checkout makes first. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'out', 'main', 'cli.js');

if (!existsSync(built)) {
  const say = (/** @type {string} */ line) => console.error(line);
  try {
    const { ensureInstalled } = await import('../scripts/lib/install.mjs');
    const { ensureBuilt } = await import('../scripts/lib/build.mjs');
    await ensureInstalled(root, say);
    await ensureBuilt(root, say);
  } catch (error) {
    say(`walscope could not be built: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
}
await import(pathToFileURL(built).href);
