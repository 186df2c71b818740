import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from './app.ts';
import { clipboardText } from './clipboard.ts';
import { makeStore } from './directories.ts';
import { chooseKey } from './person.ts';

const mebibyte = 1024 * 1024;

test('a value is copied whole or not at all, and what is too long is said to be exported', async ({
  app,
}) => {
  const long = 'long '.repeat(mebibyte);
  const directory = makeStore(app, 'copies', {
    bytes: randomBytes(2 * mebibyte),
    'very long': 'v'.repeat(17 * mebibyte),
    long,
    short: 'short',
  });
  await app.open(directory);
  const { page } = app;
  const copy = page.getByRole('button', { name: 'Copy the value' });
  const refused = page.getByRole('alert').filter({ hasText: 'Nothing was copied' });
  const copied = () => clipboardText(app);

  await chooseKey(page, 'long string');
  await copy.click();
  await expect.poll(async () => (await copied()) === long).toBe(true);

  await chooseKey(page, 'very long string');
  await copy.click();
  await expect(refused).toContainText('its value holds 17.0 MiB, and at most 16.0 MiB are copied at once.');
  expect((await copied()).length).toBe(long.length);

  await refused.getByRole('button', { name: 'Export to a file…' }).click();
  await expect(refused).toBeHidden();
  const dialog = page.getByRole('dialog', { name: 'Export 1 key' });
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(dialog).toContainText('1 key written to');
  expect(readFileSync(`${directory}.jsonl`).length).toBeGreaterThan(22 * mebibyte);
  await page.keyboard.press('Escape');

  await chooseKey(page, 'bytes string');
  await copy.click();
  await expect(refused).toContainText('more than 1 MiB as JSON Lines');
  await page.getByRole('group', { name: 'Value as hex' }).focus();
  await page.keyboard.press('ControlOrMeta+C');
  await expect(page.getByText('copied only the first 65,536 B of 2,097,152 B as hex')).toBeVisible();

  await chooseKey(page, 'short string');
  await copy.click();
  await expect(refused).toBeHidden();
  expect(await copied()).toBe('short');
});
