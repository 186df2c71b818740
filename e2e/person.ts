import type { Locator, Page } from '@playwright/test';
import { type App, expect } from './app.ts';

/** What a person does in any view, by the names that the app gives to things. */

export type View = 'Keys' | 'Timeline' | 'Pull the plug' | 'Recovery' | 'Repair' | 'Settings';

export async function view(page: Page, name: View): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click();
}

export const row = (page: Page, grid: string, name: RegExp | string): Locator =>
  page.getByRole('grid', { name: grid }).getByRole('row', { name }).first();

/** Of the Keys table; `name` as it begins after the glyph: `name string`. */
export const keyRow = (page: Page, name: RegExp | string): Locator => row(page, 'Keys', name);

/** Clicks a key until it is the chosen one: what is saved moves up, and by then a click may meet another row. */
export async function chooseKey(page: Page, name: RegExp | string): Promise<void> {
  const wanted = keyRow(page, name);
  await expect(async () => {
    await wanted.click();
    await expect(wanted).toHaveAttribute('aria-selected', 'true', { timeout: 1000 });
  }).toPass();
}

export const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'Value', exact: true });

export const staged = (page: Page): Locator => page.getByRole('region', { name: 'Staged' });

export const status = (page: Page): Locator => page.getByRole('contentinfo');

/** Types over the whole value of a key. */
export async function edit(page: Page, key: string, value: string): Promise<void> {
  await chooseKey(page, `${key} string`);
  await editor(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(value);
  await expect(staged(page)).toContainText(key);
}

export async function addKey(page: Page, key: string, value: string, expires = ''): Promise<void> {
  await page.getByRole('button', { name: 'Add key' }).click();
  const form = page.getByRole('form', { name: 'Add key' });
  await form.getByLabel('Key').fill(key);
  await form.getByLabel('Value').fill(value);
  await form.getByLabel('Expires').fill(expires);
  await form.getByRole('button', { name: 'Stage' }).click();
  await expect(form).toBeHidden();
}

/** Saves what is staged and waits until it is. */
export async function save(page: Page, changes: number): Promise<void> {
  const button = page.getByRole('button', {
    name: `Save ${changes} ${changes === 1 ? 'change' : 'changes'}`,
  });
  await button.click();
  await expect(button).toBeHidden();
  // Until the disk has it the same button says so.
  await expect(page.getByRole('button', { name: 'Saving' })).toBeHidden();
}

/** What the system's dialog answers, in Electron; the web host has a dialog of its own. */
export async function chooseInDialog(app: App, path: string): Promise<void> {
  await app.electron?.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}
