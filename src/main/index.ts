import { dirname, join } from 'node:path';
import { app } from 'electron';
import { setupProtocol } from './electron/app-protocol.ts';
import { setupIpc } from './electron/ipc.ts';
import { setupLifecycle } from './electron/lifecycle.ts';
import { setupMenu } from './electron/menu.ts';
import { becomeOnlyInstance, openAtStart } from './electron/open-paths.ts';
import { setupSecurity } from './electron/security.ts';
import { electronServiceHost } from './electron/service-host.ts';
import { createWindow } from './electron/window.ts';
import { dataDirectory } from './host/data-directory.ts';
import { openStaticFiles } from './host/static-files.ts';
import { createService } from './service/service.ts';

/** The Electron host, once start.ts has done what cannot wait. */

if (becomeOnlyInstance()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const outDirectory = dirname(import.meta.dirname);
  const data = dataDirectory();
  const service = createService(electronServiceHost({ dataDirectory: data, openAtStart: openAtStart() }));
  const openWindow = () => createWindow({ outDirectory, dataDirectory: data });

  setupSecurity();
  setupProtocol(await openStaticFiles(join(outDirectory, 'renderer')));
  setupIpc(service.handlers);
  setupLifecycle({ close: service.close, reopen: openWindow });
  setupMenu();
  await openWindow();
}
