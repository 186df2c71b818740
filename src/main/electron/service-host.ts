import { dialog, type OpenDialogOptions, shell } from 'electron';
import { walscopeVersion } from '../host/version.ts';
import type { ServiceHost } from '../service/host.ts';
import { emit } from './events.ts';
import { forkInUtilityProcess } from './fork-worker.ts';
import { currentWindow } from './window.ts';

/** What the service needs of Electron: dialogs, the file manager, a way to send events. */
export function electronServiceHost(options: {
  dataDirectory: string;
  openAtStart: readonly string[];
}): ServiceHost {
  return {
    kind: 'electron',
    version: walscopeVersion,
    electron: process.versions.electron,
    dataDirectory: options.dataDirectory,
    openAtStart: options.openAtStart,
    emit,
    forkWorker: forkInUtilityProcess,
    serveStore: async (store, options) =>
      (await import('../server/store-server.ts')).serveStore(store, options),
    pickDirectory,
    async reveal(path) {
      shell.showItemInFolder(path);
    },
  };
}

async function pickDirectory(options: { title: string; create: boolean }): Promise<string | null> {
  const dialogOptions: OpenDialogOptions = {
    title: options.title,
    properties: options.create ? ['openDirectory', 'createDirectory', 'promptToCreate'] : ['openDirectory'],
  };
  const window = currentWindow();
  const chosen = await (window
    ? dialog.showOpenDialog(window, dialogOptions)
    : dialog.showOpenDialog(dialogOptions));
  return chosen.filePaths[0] ?? null;
}
