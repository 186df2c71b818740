import { expect, test } from './app.ts';
import { picture } from './picture.ts';

test('an example opens as a copy, with every state of a record in sight', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: /A small shop/ }).click();
  await expect(page.getByRole('tab', { name: /shop/, selected: true })).toBeVisible();
  const keys = page.getByRole('grid', { name: 'Keys' });
  await keys.getByRole('row').nth(3).click();
  await expect(page.getByRole('textbox', { name: 'Value', exact: true })).toBeVisible();
  await expect(page.getByText(/[\d,]+ records in the log/).first()).toBeVisible();
  // When it was written stands in the log only, which is read after the value is shown.
  await expect(page.getByText(/\d{4} \d\d:\d\d:\d\d\.\d{3} · sequence/)).toBeVisible();
  await page.getByRole('treeitem', { name: /order:/ }).click();
  await expect(keys.getByRole('row').first()).toContainText('order:');
  await page.getByRole('treeitem', { name: /All keys/ }).click();
  await picture(app, 'keys-shop');
});
