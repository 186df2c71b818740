import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';
import { chooseInDialog, keyRow, view } from './person.ts';

test('a path is completed, an unknown directory is refused in a sentence, a new one is created', async ({
  app,
}) => {
  app.copyFixture('guide-session');
  const { page } = app;
  const path = page.getByRole('combobox', { name: /path/i });

  await test.step('the path completes itself', async () => {
    await path.fill(join(app.tempDir, 'guide-s'));
    const option = page.getByRole('option', { name: /guide-session/ });
    await expect(option).toContainText('guide log');
    await path.press('ArrowDown');
    await path.press('Enter');
    await expect(keyRow(page, 'name string')).toBeVisible();
    await page.getByRole('button', { name: 'Close guide-session' }).click();
  });

  await test.step('what cannot be opened is told where the path was typed', async () => {
    const unknown = join(app.tempDir, 'photos');
    mkdirSync(unknown);
    writeFileSync(join(unknown, 'cat.txt'), 'a cat');
    await path.fill(unknown);
    await path.press('Enter');
    await expect(page.getByRole('alert')).toContainText(unknown);
    await path.fill(join(app.tempDir, 'nowhere'));
    await path.press('Enter');
    await expect(page.getByRole('alert')).toContainText('nowhere');
    await path.fill(join(unknown, 'cat.txt'));
    await path.press('Enter');
    await expect(page.getByRole('alert')).toContainText('no file that can be read by itself');
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
  });

  await test.step('a new directory is created and can be written to', async () => {
    const created = join(app.tempDir, 'created');
    await chooseInDialog(app, created);
    await page.getByRole('button', { name: 'Create…' }).click();
    await nameInPicker(app, created);
    await expect(page.getByText('No keys yet')).toBeVisible();
    await expect(page.getByRole('tab', { name: /created/, selected: true })).toBeVisible();
  });

  await test.step('an example opens as a copy of its own', async () => {
    await page.getByRole('button', { name: 'Open a directory' }).click();
    await page.getByRole('button', { name: 'Open example A torn tail' }).click();
    await expect(page.getByText('Torn tail.')).toBeVisible();
  });
});

test('directories are remembered with what was found in them, and say when they are gone', async ({
  app,
}) => {
  await app.open(app.copyFixture('guide-session'));
  await app.open(app.copyFixture('guide-flipped'));
  await app.open(app.copyFixture('guide-torn'));
  renameSync(join(app.tempDir, 'guide-torn'), join(app.tempDir, 'moved'));
  await app.restart();
  const { page } = app;
  const recent = page.getByRole('region', { name: 'Recent' });
  await expect(entry(page, 'guide-session')).toContainText('clean');
  await expect(entry(page, 'guide-flipped')).toContainText('damaged');
  await expect(entry(page, 'guide-torn')).toContainText('gone.');

  await test.step('by keyboard: ↓ goes down the list, Delete forgets, Enter opens', async () => {
    await entry(page, 'guide-torn').focus();
    await page.keyboard.press('Delete');
    await expect(entry(page, 'guide-torn')).toBeHidden();
    await entry(page, 'guide-flipped').focus();
    await page.keyboard.press('ArrowDown');
    await expect(entry(page, 'guide-session')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(keyRow(page, 'name string')).toBeVisible();
    await page.getByRole('button', { name: 'Open a directory' }).click();
    await expect(recent.getByRole('button', { name: /^Open / })).toHaveCount(2);
  });

  await test.step('a directory that is dropped anywhere is opened', async () => {
    await drop(page, join(app.tempDir, 'moved'));
    await expect(page.getByRole('tab', { name: /moved/, selected: true })).toBeVisible();
    await view(page, 'Timeline');
  });
});

const entry = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Recent' }).getByRole('button', { name: `Open ${name}` });

async function nameInPicker(app: App, path: string): Promise<void> {
  if (app.electron) return;
  const picker = app.page.getByRole('dialog', { name: 'Create a Walscope directory' });
  const line = picker.getByRole('textbox', { name: 'Directory', exact: true });
  await expect(line).not.toHaveValue('');
  await line.fill(join(path, '..'));
  await line.press('Enter');
  await expect(picker.getByRole('row', { name: /guide-session/ })).toBeVisible();
  await picker.getByRole('textbox', { name: 'Name of the new directory' }).fill('created');
  await picker.getByRole('button', { name: 'Create here' }).click();
}

/** As a file manager drops a directory on a window: by its address. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => {
    const data = new DataTransfer();
    data.setData('text/uri-list', address);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    }
  }, `file://${path}`);
}
