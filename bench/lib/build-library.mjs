import { join } from 'node:path';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { ensureInstalled } from '../../scripts/lib/install.mjs';

const root = join(import.meta.dirname, '..', '..');

/** Installs and builds what is measured, unless it was built from just these sources. */
export async function buildLibrary() {
  const say = (line) => console.error(line);
  await ensureInstalled(root, say);
  await ensureBuilt(root, say);
}
