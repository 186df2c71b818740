import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';
import { chooseKey } from './person.ts';

test('the focus comes back from a dialog, whatever opened it', async ({ app }) => {
  await app.open(makeStore(app, 'small', { a: '1', b: '2' }));
  const { page } = app;
  const dialog = page.getByRole('dialog');
  const grid = page.getByRole('grid', { name: 'Keys' });

  await test.step('from an entry of a menu to the button of the menu', async () => {
    const more = page.getByRole('button', { name: 'More', exact: true });
    await more.click();
    await page.getByRole('menuitem', { name: 'Import…' }).click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(more).toBeFocused();
  });

  await test.step('from an entry of the palette to where one was', async () => {
    await chooseKey(page, 'a string');
    await grid.focus();
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByPlaceholder('Type a command').fill('Export all keys');
    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('File to write')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(grid).toBeFocused();
  });

  await test.step('from the menu of a row to the rows', async () => {
    await page.getByRole('row', { name: /a string/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Export the key…' }).click();
    await expect(dialog.getByLabel('File to write')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(grid).toBeFocused();
  });
});
