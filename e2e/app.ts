import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { launchElectron } from './launch-electron.ts';
import { launchWeb } from './launch-web.ts';
import { openDirectory } from './open-directory.ts';
import { root } from './root.ts';

export { expect };

export interface HostOptions {
  host: 'web' | 'electron';
}

/** Walscope, started for one test on the host of the project, with a data directory of its own. */
export interface App {
  page: Page;
  host: 'web' | 'electron';
  /** Where it keeps settings, recents and copies. */
  dataDir: string;
  /** For what a test itself creates; gone after the test. */
  tempDir: string;
  /** Opens a directory as a tab, as a person does: by typing its path. */
  open(directory: string): Promise<void>;
  /** A copy of a directory of fixtures/, free to be changed. */
  copyFixture(name: string): string;
  /** Ends the app and starts it again: what it keeps must be there, and `page` is another one. */
  restart(): Promise<void>;
  /** Null on the web host. */
  electron: ElectronApplication | null;
  /** The address that the web host printed; null in Electron. */
  url: string | null;
}

/** What either launcher gives back. */
export interface Launched {
  page: Page;
  electron: ElectronApplication | null;
  url: string | null;
  close(): Promise<void>;
}

export interface LaunchOptions {
  dataDir: string;
  directories: readonly string[];
}

interface Fixtures {
  app: App;
  /** Directories that the app is started with, as on its command line. */
  startWith: readonly string[];
}

export const test = base.extend<Fixtures & HostOptions>({
  host: ['web', { option: true }],
  startWith: [[], { option: true }],

  app: async ({ host, startWith }, use, testInfo) => {
    const tempDir = mkdtempSync(join(tmpdir(), 'walscope-e2e-'));
    const dataDir = join(tempDir, 'data');
    const launch = host === 'web' ? launchWeb : launchElectron;
    const start = async (directories: readonly string[]) => {
      const started = await launch({ dataDir, directories });
      await started.page.context().tracing.start({ screenshots: true, snapshots: true });
      return started;
    };
    let launched = await start(startWith);
    const app: App = {
      page: launched.page,
      host,
      dataDir,
      tempDir,
      electron: launched.electron,
      url: launched.url,
      open: (directory) => openDirectory(app.page, directory),
      copyFixture(name) {
        const copy = join(tempDir, name);
        cpSync(join(root, 'fixtures', name), copy, { recursive: true });
        return copy;
      },
      async restart() {
        await launched.close();
        launched = await start([]);
        const { page, electron, url } = launched;
        Object.assign(app, { page, electron, url });
      },
    };
    try {
      await use(app);
    } finally {
      const failed = testInfo.status !== testInfo.expectedStatus;
      const { tracing } = launched.page.context();
      await tracing.stop(failed ? { path: testInfo.outputPath('trace.zip') } : {});
      await launched.close();
      rmSync(tempDir, { recursive: true, force: true });
    }
  },
});
