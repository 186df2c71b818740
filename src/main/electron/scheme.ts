import { protocol } from 'electron';
import { scheme } from './origin.ts';

/** Must run before Electron is ready, and can run once only. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}
