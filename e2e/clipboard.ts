import type { App } from './app.ts';

/** What a person would paste. */
export async function clipboardText({ page, electron }: App): Promise<string> {
  if (electron) return electron.evaluate(({ clipboard }) => clipboard.readText());
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** As another program copies a text. */
export async function putOnClipboard({ page, electron }: App, text: string): Promise<void> {
  if (electron) return electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
}
