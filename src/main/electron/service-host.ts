import { dialog, type OpenDialogOptions, shell } from 'electron';
import type { Picked } from '../../shared/contract/app.ts';
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
    pick,
    async reveal(path) {
      shell.showItemInFolder(path);
    },
  };
}

/** Only macOS has one dialog for files and directories. */
const properties: Record<Picked, NonNullable<OpenDialogOptions['properties']>> = {
  directory: process.platform === 'darwin' ? ['openDirectory', 'openFile'] : ['openDirectory'],
  file: ['openFile'],
  'new-directory': ['openDirectory', 'createDirectory', 'promptToCreate'],
};

async function pick(options: { title: string; what: Picked }): Promise<string | null> {
  const dialogOptions: OpenDialogOptions = {
    title: options.title,
    properties: properties[options.what],
  };
  const window = currentWindow();
  const chosen = await (window
    ? dialog.showOpenDialog(window, dialogOptions)
    : dialog.showOpenDialog(dialogOptions));
  return chosen.filePaths[0] ?? null;
}
