import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { aof, redisDirectory } from './directories.ts';
import { keyRow, row, view } from './person.ts';

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

test('what Redis writes while its directory is open is shown as it comes', async ({ app }) => {
  const directory = redisDirectory(app, 'live', aof(['SET', 'first', '1']));
  await app.open(directory);
  const { page } = app;
  await expect(keyRow(page, 'first string')).toBeVisible();
  const log = join(directory, 'appendonlydir', 'appendonly.aof.1.incr.aof');
  appendFileSync(log, aof(['RPUSH', 'queue', 'tea']));
  await expect(keyRow(page, 'queue list')).toBeVisible();
  await view(page, 'Timeline');
  appendFileSync(log, aof(['DEL', 'first']));
  await expect(row(page, 'Records', /del.*first/)).toBeVisible();
  await view(page, 'Keys');
  await expect(keyRow(page, 'first string')).toBeHidden();
});
