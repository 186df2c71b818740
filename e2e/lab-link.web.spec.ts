import { expect, test } from './app.ts';

test('a crash is shared as a link that any Walscope in a browser opens', async ({ app }) => {
  const { page } = app;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Crash lab' }).click();
  const verdict = page.getByRole('status', { name: 'Verdict' });
  await expect(verdict).toContainText('2 answered writes are gone');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#replay=[\w-]+$/);

  const other = await page.context().newPage();
  await other.goto(link);
  await expect(other.getByText('from a replay file')).toBeVisible();
  await expect(other.getByRole('status', { name: 'Verdict' })).toContainText('2 answered writes are gone');
  expect(other.url()).not.toContain('#replay');

  await other.evaluate(
    (cut) => {
      location.hash = cut;
    },
    `#replay=${link.slice(-40, -4)}`,
  );
  await expect(other.getByRole('alert')).toContainText('holds no whole crash replay');
});
