import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';
import { logOnDisk, makeStore, valueOnDisk } from './directories.ts';
import { addKey, edit, keyRow, save, staged } from './person.ts';

test('what changed since it was staged is not written over, and nothing of its batch is saved', async ({
  app,
}) => {
  const directory = makeStore(app, 'shared', { first: 'one', second: 'two', third: 'three' });
  await app.open(directory);
  const { page } = app;
  await edit(page, 'first', 'mine');
  await edit(page, 'second', 'mine too');

  const other = await secondWindow(app);
  await edit(other, 'second', 'theirs');
  await save(other, 1);
  const records = logOnDisk(directory).length;

  await page.getByRole('button', { name: 'Save 2 changes' }).click();
  await expect(staged(page).getByRole('alert')).toContainText('second');
  await expect(page.getByRole('button', { name: 'Save 2 changes' })).toBeVisible();
  expect(logOnDisk(directory)).toHaveLength(records);
  expect(valueOnDisk(directory, 'first').toString()).toBe('one');
  expect(valueOnDisk(directory, 'second').toString()).toBe('theirs');

  await test.step('the conflicting change is dropped, the other one saved', async () => {
    const row = staged(page)
      .getByRole('grid', { name: 'Staged changes' })
      .getByRole('row', { name: /second/ });
    await expect(row.getByRole('img', { name: 'conflict' })).toBeVisible();
    await row.getByRole('button', { name: 'Drop this change' }).click();
    await save(page, 1);
    expect(valueOnDisk(directory, 'first').toString()).toBe('mine');
    expect(valueOnDisk(directory, 'second').toString()).toBe('theirs');
  });

  await test.step('a key that is new in both windows is one key', async () => {
    await addKey(page, 'fourth', 'mine');
    await addKey(other, 'fourth', 'theirs');
    await save(other, 1);
    await page.getByRole('button', { name: 'Save 1 change' }).click();
    await expect(staged(page).getByRole('alert')).toContainText('fourth');
    expect(valueOnDisk(directory, 'fourth').toString()).toBe('theirs');
    await page.getByRole('button', { name: 'Change what is there now instead' }).click();
    await expect(staged(page).getByRole('region', { name: 'What changes' })).toContainText('theirs');
    await save(page, 1);
    expect(valueOnDisk(directory, 'fourth').toString()).toBe('mine');
  });
});

/** The same app in a second window: it shows what is open already. */
async function secondWindow(app: App): Promise<Page> {
  const page = await app.page.context().newPage();
  await page.goto(app.page.url());
  await keyRow(page, 'first string').waitFor();
  return page;
}
