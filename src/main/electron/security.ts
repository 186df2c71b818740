import { app, type DownloadItem, session, shell, type WebContents } from 'electron';
import { replayExtension } from '../../shared/replay-name.ts';
import { isCitedSource } from '../service/lab/story-pages.ts';
import { appOrigin } from './origin.ts';

/** Whatever asks to leave the page, to open another, or for a permission is refused: the app needs one of them. */
export function setupSecurity(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));

  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isAllowed(permission, requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.on('will-download', (event, item) => {
    if (!isOwnReplay(item)) event.preventDefault();
  });
}

function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // The sources of the stories open where a person reads the web; no window of ours ever does.
    if (isCitedSource(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** A crash replay that the page made is the one thing that can be downloaded, to where a person says in the dialog. */
function isOwnReplay(item: DownloadItem): boolean {
  return item.getURL().startsWith(`blob:${appOrigin}/`) && item.getFilename().endsWith(replayExtension);
}

/** Copying to the clipboard is the one thing the page asks the system for. */
function isAllowed(permission: string, url: string): boolean {
  // Of a scheme of our own `origin` says null, as it does of others.
  const { protocol, host } = new URL(url);
  return permission === 'clipboard-sanitized-write' && `${protocol}//${host}` === appOrigin;
}
