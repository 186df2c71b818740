import { join } from 'node:path';
import { ensureInstalled, isInstalled } from '../../scripts/lib/install.mjs';

const home = join(import.meta.dirname, '..');

/** Installs the peers into bench/node_modules when what is there is not what the lock file says. */
export async function installPeers() {
  if (isInstalled(home)) return;
  console.error('the peers go into bench/node_modules (one of them may be compiled: a minute or so)');
  try {
    await ensureInstalled(home, (line) => console.error(line));
  } catch (error) {
    console.error(`${error.message}\nnot all peers could be installed: those that are missing are left out`);
  }
}
