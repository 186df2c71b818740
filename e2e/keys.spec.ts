import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';
import { logOnDisk, makeStore, valueOnDisk, walscope } from './directories.ts';
import { chooseKey, editor, keyRow, staged } from './person.ts';

const day = 86_400_000;

function shop(app: App): string {
  const users = Array.from({ length: 24 }, (_, i) => [`user:${100 + i}`, 'u'.repeat(24 - i)]);
  const orders = Array.from({ length: 12 }, (_, i) => [
    `order:${i % 2 ? 'open' : 'paid'}:${i}`,
    `{"n":${i}}`,
  ]);
  const entries = Object.fromEntries([...users, ...orders, ['about', 'a shop']]);
  return makeStore(app, 'shop', entries, { expireAt: { 'user:105': Date.now() + 3 * day } });
}

test('sort, filter, walk the tree, choose columns and find them again after a restart', async ({ app }) => {
  const directory = shop(app);
  await app.open(directory);
  let { page } = app;

  await test.step('sort by a column, both ways', async () => {
    await header(page, 'Key').click();
    await expect(rows(page).first()).toContainText('about');
    await header(page, 'Key').click();
    await expect(rows(page).first()).toContainText('user:123');
    await header(page, 'Record, B').click();
    await expect(rows(page).first()).toContainText('user:105');
    await header(page, 'Expires in').click();
    await header(page, 'Expires in').click();
    await expect(rows(page).first()).toContainText('2 d 23 h');
  });

  await test.step('filter by prefix, substring and glob', async () => {
    const filter = page.getByRole('searchbox', { name: 'Filter keys' });
    const mode = page.getByRole('combobox', { name: 'Filter mode' });
    await filter.fill('user:11');
    await expect(page.getByText('10 keys match')).toBeVisible();
    await mode.selectOption('substring');
    await filter.fill('paid');
    await expect(page.getByText('6 keys match')).toBeVisible();
    await mode.selectOption('glob');
    await filter.fill('u?er:11[13]');
    await expect(page.getByText('2 keys match')).toBeVisible();
    await expect(rows(page)).toHaveCount(2);
    await filter.fill('nothing*');
    await page.getByRole('button', { name: 'Show all keys' }).click();
    await expect(filter).toHaveValue('');
    await mode.selectOption('prefix');
  });

  await test.step('look below one prefix of the tree only', async () => {
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem', { name: /order:/ }).click();
    await expect(page.getByText('12 keys match')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /open:/ }).click();
    await expect(page.getByText('6 keys match')).toBeVisible();
    await tree.getByRole('treeitem', { name: /All keys/ }).click();
    await expect(page.getByText('keys match')).toBeHidden();
  });

  await test.step('choose a column and widen another', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Value, B' }).check();
    await page.getByRole('checkbox', { name: 'Versions' }).uncheck();
    await page.keyboard.press('Escape');
    await expect(header(page, 'Value, B')).toBeVisible();
    // The menu gives the focus back to its button when it has closed: not before is it somebody else's.
    await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused();
    await header(page, 'Type').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Alt+ArrowRight');
  });
  await expect.poll(() => widthOf(page, 'Type')).toBeGreaterThan(80);
  const width = await widthOf(page, 'Type');
  await expect
    .poll(() => readFileSync(join(app.dataDir, 'settings.json'), 'utf8'))
    .toContain(`"width": ${width}`);

  await app.restart();
  page = app.page;
  await app.open(directory);
  await expect(header(page, 'Value, B')).toBeVisible();
  await expect(header(page, 'Versions')).toBeHidden();
  expect(await widthOf(page, 'Type')).toBe(width);
});

test('choose several keys, delete, undo, redo, drop, copy and export them', async ({ app }) => {
  const directory = shop(app);
  await app.open(directory);
  const { page } = app;
  const before = logOnDisk(directory).length;
  await header(page, 'Key').click();

  await test.step('delete three keys as one staged step; undo, redo, drop', async () => {
    await chooseKey(page, 'order:open:1 string');
    await keyRow(page, 'order:open:3 string').click({ modifiers: ['Shift'] });
    await expect(page.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: 'Save 3 changes' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo last' }).click();
    await expect(page.getByRole('button', { name: /^Save \d/ })).toBeHidden();
    await chooseKey(page, 'order:open:1 string');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await expect(page.getByRole('button', { name: 'Save 3 changes' })).toBeVisible();
    await page.getByRole('button', { name: 'Drop all' }).click();
    await page.getByRole('button', { name: 'Drop 3 changes?' }).click();
    await expect(staged(page)).toBeHidden();
    expect(logOnDisk(directory)).toHaveLength(before);
  });

  await test.step('copy two keys as lines of JSON', async () => {
    await chooseKey(page, 'about string');
    await keyRow(page, 'order:open:1 string').click({ modifiers: ['ControlOrMeta'] });
    await expect(page.getByText('2 selected')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByPlaceholder('Type a command').fill('Copy as JSON');
    await page.keyboard.press('Enter');
    await expect.poll(() => clipboard(app)).toContain(Buffer.from('a shop').toString('base64'));
    const lines = (await clipboard(app)).trim().split('\n');
    expect(lines.map((line) => Buffer.from(JSON.parse(line).key, 'base64').toString())).toEqual([
      'about',
      'order:open:1',
    ]);
  });

  await test.step('export all of them into a file, and read it into another directory', async () => {
    const file = join(app.tempDir, 'all.jsonl');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export all keys…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('File to write').fill(file);
    await dialog.getByRole('button', { name: 'Export' }).click();
    await expect(dialog).toContainText('37 keys written');
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(37);
    const other = join(app.tempDir, 'other');
    walscope('import', other, file);
    expect(valueOnDisk(other, 'user:103').toString()).toBe('u'.repeat(21));
  });
});

test('all of it by keyboard: find, edit, delete, add with a deadline, save, undo', async ({ app }) => {
  const directory = shop(app);
  await app.open(directory);
  const { page } = app;
  const press = (...keys: string[]) =>
    keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve());
  const grid = page.getByRole('grid', { name: 'Keys' });

  await test.step('/ filters, ↓ goes on into the rows', async () => {
    await press('/');
    await page.keyboard.type('order:');
    await expect(page.getByText('12 keys match')).toBeVisible();
    await grid.focus();
    await press('ArrowDown');
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('order:open:11');
  });

  await test.step('E edits, Esc goes back, ⌫ deletes, Ctrl+Z takes it back', async () => {
    await expect(editor(page)).toBeVisible();
    await press('e');
    await expect(editor(page)).toBeFocused();
    await press('ControlOrMeta+A');
    await page.keyboard.type('{"n":110}');
    await press('Escape');
    await expect(grid).toBeFocused();
    await press('ArrowDown', 'Backspace');
    await expect(page.getByRole('button', { name: 'Save 2 changes' })).toBeVisible();
    await press('ControlOrMeta+Z');
    await expect(page.getByRole('button', { name: 'Save 1 change' })).toBeVisible();
  });

  await test.step('N adds a key with a deadline, Ctrl+S saves all as one batch', async () => {
    await press('n');
    await page.keyboard.type('order:new');
    await press('Tab');
    await page.keyboard.type('{}');
    await press('Tab');
    await page.keyboard.type('2 d');
    await press('Enter');
    await expect(page.getByRole('button', { name: 'Save 2 changes' })).toBeVisible();
    await press('ControlOrMeta+S');
    await expect(staged(page)).toContainText('2 changes saved as one batch');
    expect(valueOnDisk(directory, 'order:open:11').toString()).toBe('{"n":110}');
    const line = JSON.parse(walscope('get', directory, 'order:new', '--json').toString());
    expect(line.expireAt).toBeGreaterThan(Date.now() + 1.9 * day);
    expect(line.expireAt).toBeLessThan(Date.now() + 2.1 * day);
  });

  await test.step('T changes the deadline; F6 goes from pane to pane', async () => {
    await press('t');
    await expect(page.getByRole('textbox', { name: 'Expires' })).toBeFocused();
    await page.keyboard.type('5 d');
    await press('Enter');
    await expect(staged(page)).toContainText('expires');
    await expect(grid).toBeFocused();
    await press('ControlOrMeta+S');
    await expect(staged(page)).toContainText('1 change saved');
    const seen = new Set<string>();
    for (let i = 0; i < 8; i++) {
      await press('F6');
      seen.add(
        await page.evaluate(
          () => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? '',
        ),
      );
    }
    expect(seen.size).toBeGreaterThanOrEqual(5);
    expect(seen).not.toContain('');
  });
});

const rows = (page: Page) => page.getByRole('grid', { name: 'Keys' }).locator('[role="row"][aria-rowindex]');

const header = (page: Page, name: string) =>
  page.getByRole('columnheader', { name, exact: true }).getByRole('button');

async function widthOf(page: Page, column: string): Promise<number> {
  const box = await page.getByRole('columnheader', { name: column, exact: true }).boundingBox();
  return box?.width ?? 0;
}

/** The page may write to the clipboard and never read it, so in Electron the system is asked. */
async function clipboard(app: App): Promise<string> {
  if (app.electron) return await app.electron.evaluate((electron) => electron.clipboard.readText());
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return await app.page.evaluate(() => navigator.clipboard.readText());
}
