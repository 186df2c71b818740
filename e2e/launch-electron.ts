import { _electron } from '@playwright/test';
import { electronArguments, findElectron } from '../scripts/lib/electron.mjs';
import type { Launched, LaunchOptions } from './app.ts';
import { root } from './root.ts';

/** The built app in Electron. Only here, and only as root, where Electron refuses otherwise, is the sandbox off. */
export async function launchElectron(options: LaunchOptions): Promise<Launched> {
  // Playwright finds the same binary by itself, and then holds the app back until it watches it.
  if (!findElectron(root)) throw new Error("Electron's binary is not here: npx install-electron gets it.");
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const electron = await _electron.launch({
    args: [...(asRoot ? ['--no-sandbox'] : []), ...electronArguments(root, options.directories)],
    env: { ...definedEnvironment(), WALSCOPE_DATA: options.dataDir },
  });
  const page = await electron.firstWindow();
  return { page, electron, url: null, close: () => electron.close() };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
