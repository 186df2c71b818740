import { protocol } from 'electron';

/** The page's own origin. A scheme of ours, so that the page is neither a file nor a web site. */
export const scheme = 'app';
export const appHost = 'walscope';
export const appOrigin = `${scheme}://${appHost}`;

/** Must run before Electron is ready, and can run once only. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}
