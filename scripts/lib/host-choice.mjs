// @ts-check

import { hasDisplay } from './display.mjs';
import { downloadElectron, electronVersion, findElectron } from './electron.mjs';

/** @typedef {{ host: 'electron', binary: string, line: string } | { host: 'web', line: string }} HostChoice */

/**
 * What decides before any binary is looked for; null = Electron, if it can be had.
 * @param {{ platform: string, display: boolean, root: boolean, wantsWeb: boolean }} facts
 * @returns {string | null} why it has to be the browser
 */
export function reasonForWeb({ platform, display, root, wantsWeb }) {
  if (wantsWeb) return 'as asked for';
  if (platform === 'linux' && !display) return 'there is no display for a window';
  if (platform === 'linux' && root)
    return 'Electron does not run sandboxed as root, and unsandboxed it will not';
  return null;
}

/**
 * Electron where it can be had, the browser otherwise, and one line that says which and why.
 * @param {string} root of the project
 * @param {boolean} wantsWeb
 * @param {(line: string) => void} say
 * @returns {Promise<HostChoice>}
 */
export async function chooseHost(root, wantsWeb, say) {
  const reason = reasonForWeb({
    platform: process.platform,
    display: hasDisplay(),
    root: process.getuid?.() === 0,
    wantsWeb,
  });
  if (reason) return web(reason);
  const found = findElectron(root);
  if (found) return electron(found);
  const download = await downloadElectron(root, say);
  const downloaded = findElectron(root);
  return download.ok && downloaded
    ? electron(downloaded)
    : web(`Electron's binary is not here: ${download.reason || 'it is not where it should be'}`);
}

/**
 * @param {string} binary
 * @returns {HostChoice}
 */
function electron(binary) {
  return { host: 'electron', binary, line: `Opening Walscope in Electron ${electronVersion(binary)}.` };
}

/**
 * @param {string} reason
 * @returns {HostChoice}
 */
function web(reason) {
  return { host: 'web', line: `Opening Walscope in the browser (${reason}).` };
}
