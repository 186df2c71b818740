import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Walscope keeps what is its own: settings, recents, copies of examples and of crashed directories. The same
 * for both hosts, so that either finds what the other left. `WALSCOPE_DATA` names another place.
 */
export function dataDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const given = env.WALSCOPE_DATA;
  if (given) return given;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Walscope');
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Walscope');
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'walscope');
}
