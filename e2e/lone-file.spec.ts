import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, expect, test } from './app.ts';
import { aof, fingerprint } from './directories.ts';
import { chooseInDialog, keyRow, row, view } from './person.ts';
import { root } from './root.ts';

/** A directory of backups: none has a name that its engine would look for. */
function backups(app: App): string {
  const directory = join(app.tempDir, 'backups');
  mkdirSync(directory);
  copyFileSync(join(root, 'fixtures', 'redis-7.4.1_rdb-small', 'dump.rdb'), join(directory, 'monday.rdb'));
  const damaged = aof(['SET', 'user:2', 'Grace Hopper']).replace('$12', '$72');
  writeFileSync(
    join(directory, 'tuesday.aof'),
    aof(['SET', 'user:1', 'Ada Lovelace']) + damaged + aof(['SET', 'user:3', 'Edsger']),
  );
  copyFileSync(join(directory, 'monday.rdb'), join(directory, 'wednesday.rdb'));
  writeFileSync(join(directory, 'notes.txt'), 'which one was it?');
  return directory;
}

test('one file of a directory of backups is opened, read, repaired and found again', async ({ app }) => {
  const directory = backups(app);
  const untouched = fingerprint(directory);
  const { page } = app;
  const path = page.getByRole('combobox', { name: /path/i });

  await test.step('the directory is none, and says which of its files can be read', async () => {
    await path.fill(directory);
    await path.press('Enter');
    await expect(page.getByRole('alert')).toContainText('monday.rdb, tuesday.aof, wednesday.rdb');
  });

  await test.step('its path completes itself, without the files that hold nothing', async () => {
    await path.fill(`${directory}/`);
    const found = page.getByRole('listbox', { name: 'Directories and files' }).getByRole('option');
    await expect(found).toHaveCount(3);
    await expect(found.first()).toContainText('monday.rdb');
    await path.press('ArrowDown');
    await path.press('Enter');
    await expect(page.getByRole('tab', { name: /monday\.rdb/, selected: true })).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Keys' }).getByRole('row').nth(3)).toBeVisible();
  });

  await test.step('another one is chosen where one looks for files', async () => {
    await page.getByRole('button', { name: 'Open a directory' }).click();
    await chooseInDialog(app, join(directory, 'tuesday.aof'));
    await page.getByRole('button', { name: 'Open file…' }).click();
    if (!app.electron) await chooseInPicker(app, directory, 'tuesday.aof');
    await expect(page.getByRole('alert')).toContainText('of tuesday.aof');
    await expect(keyRow(page, 'user:1 string')).toBeVisible();
  });

  await test.step('its bytes are shown, and a copy of it can be damaged further', async () => {
    await view(page, 'Timeline');
    await row(page, 'Records', /user:1/).click();
    await expect(page.getByText('tuesday.aof').first()).toBeVisible();
    await view(page, 'Pull the plug');
    await page.getByRole('radio', { name: /Damage/ }).check();
    await expect(page.getByText('tuesday.aof').first()).toBeVisible();
  });

  await test.step('what is repaired is a directory of its own', async () => {
    await view(page, 'Repair');
    await page.getByRole('radio', { name: /read as \$12/ }).check();
    const target = join(app.tempDir, 'repaired');
    await page.getByRole('textbox', { name: 'New directory' }).fill(target);
    await page.getByRole('button', { name: 'Write the repaired directory' }).click();
    const done = page.getByRole('region', { name: 'New directory' });
    await expect(done.getByRole('status')).toContainText('written to');
    await page.getByRole('button', { name: 'Open it' }).click();
    for (const user of ['user:1', 'user:2', 'user:3'])
      await expect(keyRow(page, `${user} string`)).toBeVisible();
    expect(fingerprint(directory)).toEqual(untouched);
  });

  await test.step('it is there again among the recent ones', async () => {
    await app.restart();
    const recent = app.page.getByRole('region', { name: 'Recent' });
    await recent.getByRole('button', { name: 'Open tuesday.aof' }).click();
    await expect(keyRow(app.page, 'user:1 string')).toBeVisible();
  });

  await test.step('it is looked for as a file once it has another name', async () => {
    renameSync(join(directory, 'tuesday.aof'), join(directory, 'second day.aof'));
    await app.restart();
    const lost = app.page
      .getByRole('region', { name: 'Recent' })
      .getByRole('button', { name: /tuesday/ })
      .first();
    await expect(lost).toContainText('gone. Locate…');
    await chooseInDialog(app, join(directory, 'second day.aof'));
    await lost.click();
    if (!app.electron) await chooseInPicker(app, directory, 'second day.aof', 'Where is tuesday.aof now?');
    await expect(app.page.getByRole('tab', { name: /second day\.aof/, selected: true })).toBeVisible();
    await expect(keyRow(app.page, 'user:1 string')).toBeVisible();
  });
});

async function chooseInPicker(
  { page }: App,
  directory: string,
  name: string,
  title = 'Open a file by itself',
): Promise<void> {
  const picker = page.getByRole('dialog', { name: title });
  const line = picker.getByRole('textbox', { name: 'Directory', exact: true });
  await expect(line).not.toHaveValue('');
  await line.fill(directory);
  await line.press('Enter');
  await picker.getByRole('row', { name }).click();
  await picker.getByRole('button', { name: 'Open this file' }).click();
}
