import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { makeStore, walscope } from './directories.ts';
import { addKey, chooseKey, keyRow, staged } from './person.ts';

const many = 2500;
const name = (at: number) => `user:${String(at).padStart(4, '0')}`;

const grid = (page: Page) => page.getByRole('grid', { name: 'Keys' });
const cursorRow = (page: Page) => grid(page).locator('.tr.cursor');

/** The row that the keyboard is on is this one, and the whole of it is in sight. */
async function expectOn(page: Page, key: string): Promise<void> {
  await expect(cursorRow(page)).toContainText(key);
  const [row, box] = await Promise.all([cursorRow(page).boundingBox(), grid(page).boundingBox()]);
  if (!row || !box) throw new Error('The row is not there.');
  expect(row.y).toBeGreaterThanOrEqual(box.y - 1);
  expect(row.y + row.height).toBeLessThanOrEqual(box.y + box.height + 1);
}

test('walk, choose and delete more keys than fit on many screens', async ({ app }) => {
  const entries = Object.fromEntries(Array.from({ length: many }, (_, at) => [name(at), 'v']));
  const directory = makeStore(app, 'many', entries);
  await app.open(directory);
  const { page } = app;
  await page.getByRole('columnheader', { name: 'Key', exact: true }).getByRole('button').click();
  await expect(grid(page).getByRole('row', { name: name(0) })).toBeVisible();

  await test.step('the keyboard keeps its row in sight, wherever it goes', async () => {
    await chooseKey(page, name(1));
    await page.keyboard.press('End');
    await expectOn(page, name(many - 1));
    await page.keyboard.press('Home');
    await expectOn(page, name(0));
    for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowDown');
    await expectOn(page, name(40));
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await expectOn(page, name(many - 2));
  });

  await test.step('a click chooses the row it is on, and nothing moves', async () => {
    await page.keyboard.press('Home');
    await expectOn(page, name(0));
    await grid(page).hover();
    await page.mouse.wheel(0, 28 * 1000);
    const row = keyRow(page, name(1005));
    await row.click();
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await expectOn(page, name(1005));
  });

  await test.step('what appears above the table leaves the row in sight', async () => {
    await page.keyboard.press('Shift+End');
    await expect(page.getByText('1,495 selected')).toBeVisible();
    await expectOn(page, name(many - 1));
    await page.keyboard.press('Home');
    await grid(page).hover();
    await page.mouse.wheel(0, 28 * 1000);
    await keyRow(page, name(1005)).click();
  });

  await test.step('another order brings the row along', async () => {
    await page.getByRole('columnheader', { name: 'Key', exact: true }).getByRole('button').click();
    await expect(keyRow(page, name(1006))).toBeVisible();
    await expectOn(page, name(1005));
    await page.getByRole('columnheader', { name: 'Key', exact: true }).getByRole('button').click();
  });

  await test.step('a range may begin at a key that is only staged, and all are chosen with it', async () => {
    await addKey(page, 'new', 'x');
    await grid(page).focus();
    await page.keyboard.press('Home');
    await expectOn(page, 'new');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+A');
    await expect(page.getByText('2,501 selected')).toBeVisible();
  });

  await test.step('all of them are deleted as one batch', async () => {
    await page.keyboard.press('Delete');
    await expect(staged(page)).toContainText('2,500 changes');
    await page.getByRole('button', { name: 'Save 2,500 changes' }).click();
    await expect(staged(page)).toContainText('2,500 changes saved as one batch');
    expect(walscope('keys', directory).toString()).toBe('');
  });
});
