// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a window could be seen. Only Linux can be without a display.
 * @param {Record<string, string | undefined>} [env]
 * @param {string} [platform]
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The command with a virtual display around it where there is no real one; null when there is neither.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[string, string[]] | null}
 */
export function withDisplay(command, args) {
  if (hasDisplay()) return [command, [...args]];
  const xvfb = findOnPath('xvfb-run');
  return xvfb ? [xvfb, ['-a', command, ...args]] : null;
}

/**
 * @param {string} name
 * @param {Record<string, string | undefined>} [env]
 * @returns {string | null}
 */
export function findOnPath(name, env = process.env) {
  for (const directory of (env.PATH ?? '').split(delimiter)) {
    if (directory && existsSync(join(directory, name))) return join(directory, name);
  }
  return null;
}
