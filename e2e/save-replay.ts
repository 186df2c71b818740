import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { type App, expect } from './app.ts';

/** Presses a button that saves a crash replay, as a person would, and says where the file is. */
export async function saveReplay(app: App, button: Locator): Promise<string> {
  const path = join(app.tempDir, 'saved.walscope-replay');
  if (app.electron === null) {
    const download = app.page.waitForEvent('download');
    await button.click();
    await (await download).saveAs(path);
    return path;
  }
  const done = app.electron.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to);
          item.once('done', (_done, state) => resolve(state));
        });
      }),
    path,
  );
  await button.click();
  expect(await done).toBe('completed');
  return path;
}
