import { expect, test } from './app.ts';
import { logOnDisk, makeStore } from './directories.ts';
import { view } from './person.ts';

test('what if the power had gone at a time of the day? The log knows where it stood', async ({ app }) => {
  const directory = makeStore(app, 'store', { first: '1', second: '2' });
  const [first] = logOnDisk(directory);
  await app.open(directory);
  const { page } = app;
  await view(page, 'Pull the plug');
  await page.getByRole('radio', { name: 'Power loss' }).click();
  const offset = page.getByRole('spinbutton', { name: 'Offset' });
  await offset.fill(String(first?.offset ?? 0));
  const time = page.getByRole('textbox', { name: 'What if the power had gone at' });

  await time.fill('2001-01-01');
  await time.press('Enter');
  await expect(page.getByText(/^Nothing had been written before/)).toBeVisible();

  await time.fill('noon');
  await time.press('Enter');
  await expect(page.getByText(/^Type a time such as/)).toBeVisible();

  await time.fill('2099-01-01 14:03');
  await time.press('Enter');
  const last = logOnDisk(directory).at(-1);
  await expect(offset).toHaveValue(String((last?.offset ?? 0) + (last?.length ?? 0)));
});
