import { expect, test } from './app.ts';

test('a directory whose path is typed opens as a tab', async ({ app }) => {
  const directory = app.copyFixture('guide-session');
  await app.open(directory);
  await expect(app.page.getByRole('tab', { name: /guide-session/ })).toBeVisible();
});

test('several directories open side by side', async ({ app }) => {
  await app.open(app.copyFixture('guide-session'));
  await app.open(app.copyFixture('guide-torn'));
  await expect(app.page.getByRole('tab', { name: /guide-torn/, selected: true })).toBeVisible();
  await expect(app.page.getByRole('tab', { name: /guide-session/ })).toBeVisible();
});
