import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';

test('what is dropped without its path is said to need it, whatever is shown', async ({ app }) => {
  await app.open(makeStore(app, 'store', { a: '1' }));
  const { page } = app;
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'data.log'));
    return transfer;
  });
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator('body').dispatchEvent(type, { dataTransfer: dropped });
  }
  const notice = page.getByRole('alert').filter({ hasText: 'where “data.log” lies: type its path' });
  await expect(notice).toBeVisible();
  await page.getByRole('tab', { name: /store/ }).click();
  await page.getByRole('button', { name: 'Open a directory', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Walscope' })).toBeVisible();
  await expect(notice).toBeHidden();
});
