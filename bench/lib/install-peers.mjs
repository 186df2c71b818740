import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const home = join(import.meta.dirname, '..');

/** Installs the peers into bench/node_modules when what is there is not what the lock file says. */
export function installPeers() {
  if (matchesLock()) return;
  console.error('installing the peers into bench/node_modules (one of them may be compiled: a minute or so)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error('not all peers could be installed: those that are missing are left out');
}

/** npm leaves a lock of what it installed inside node_modules. */
function matchesLock() {
  const installed = join(home, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return Object.entries(dependencies).every(
    ([name, version]) => there[`node_modules/${name}`]?.version === version,
  );
}
