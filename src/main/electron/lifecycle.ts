import { app, BrowserWindow, dialog } from 'electron';
import { currentWindow } from './window.ts';

/** Closes what is open before the process ends, and asks before staged edits are dropped. */
export function setupLifecycle(options: { close: () => Promise<void>; reopen: () => Promise<void> }): void {
  app.on('window-all-closed', () => {
    // On macOS an app outlives its windows.
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => {
    if (!currentWindow()) void options.reopen();
  });

  app.on('will-quit', (event) => {
    event.preventDefault();
    void options
      .close()
      .catch((error: unknown) => console.error('walscope: a directory could not be closed', error))
      // The windows are closed and everyone has been asked: nothing is left to go through again.
      .finally(() => app.exit());
  });

  app.on('web-contents-created', (_event, contents) => {
    // The page objects to being closed while edits are staged; Electron asks nobody by itself.
    contents.on('will-prevent-unload', (event) => {
      const window = BrowserWindow.fromWebContents(contents);
      if (window && mayDropEdits(window)) event.preventDefault();
    });
    contents.on('render-process-gone', (_gone, details) => {
      if (details.reason !== 'clean-exit') void offerReload(contents);
    });
  });
}

function mayDropEdits(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'There are staged changes that have not been saved.',
    detail: 'Closing the window drops them. What has been saved stays.',
    buttons: ['Keep the window', 'Drop and close'],
    defaultId: 0,
    cancelId: 0,
  });
  return answer === 1;
}

async function offerReload(contents: Electron.WebContents): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window has stopped working.',
    detail:
      'Your directories are not affected: they are handled by another process. Staged changes are lost.',
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 0 && !contents.isDestroyed()) contents.reload();
  else app.quit();
}
