import { join } from 'node:path';
import { expect, test } from './app.ts';
import { fingerprint } from './directories.ts';
import { addKey, edit, editor, row, save, view } from './person.ts';
import { picture } from './picture.ts';

/** The whole of it: open a directory, look at a key's past, convert, edit, delete, pull the plug, watch the recovery. */
test('open, convert, edit, delete, pull the plug, watch the recovery', async ({ app }) => {
  const directory = app.copyFixture('guide-session');
  const before = fingerprint(directory);
  const { page } = app;

  await test.step('open a guide log and see two keys’ history', async () => {
    await app.open(directory);
    await page.getByRole('row', { name: /name string/ }).click();
    const versions = page.getByRole('grid', { name: 'Versions of the key' });
    await expect(versions.getByRole('row')).toHaveCount(2);
    await expect(editor(page)).toHaveText('Grace');
    await picture(app, 'keys-guide');
    await view(page, 'Timeline');
    await row(page, 'Records', /del language/).click();
    await expect(page.getByRole('region', { name: /History/ }).getByText('python')).toBeVisible();
    await picture(app, 'timeline-guide');
    expect(fingerprint(directory)).toEqual(before);
  });

  const converted = join(app.tempDir, 'converted');
  await test.step('convert it into a Walscope directory', async () => {
    await view(page, 'Keys');
    await page.getByRole('button', { name: 'Convert…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'New directory' }).fill(converted);
    await dialog.getByRole('button', { name: 'Convert 1 key' }).click();
    await dialog.getByRole('button', { name: 'Open it' }).click();
    await expect(page.getByRole('tab', { name: /converted/, selected: true })).toBeVisible();
    await expect(page.getByRole('row', { name: /name string/ })).toBeVisible();
  });

  await test.step('add a key, edit a value, and save both as one batch', async () => {
    await addKey(page, 'language', 'COBOL');
    await edit(page, 'name', 'Admiral Hopper');
    await picture(app, 'staged');
    await save(page, 2);
    await expect(page.getByRole('row', { name: /language string/ })).toBeVisible();
  });

  await test.step('delete a key', async () => {
    await page.getByRole('row', { name: /language string/ }).click();
    await page.keyboard.press('Delete');
    await save(page, 1);
    await expect(page.getByRole('row', { name: /language string/ })).toBeHidden();
    await edit(page, 'name', 'Grace Brewster Hopper');
    await save(page, 1);
  });

  const written = fingerprint(converted);
  await test.step('pull the plug in the middle of the last record', async () => {
    await view(page, 'Pull the plug');
    await page.getByRole('radio', { name: 'Power loss' }).click();
    await page.getByRole('button', { name: 'Middle of the last record' }).click();
    await page.getByRole('radio', { name: 'torn' }).click();
    await picture(app, 'pull-the-plug');
    await page.getByRole('complementary').getByRole('button', { name: 'Pull the plug' }).click();
  });

  await test.step('watch recovery stop there and say why', async () => {
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
      'Nothing proven durable is lost',
    );
    await page.getByRole('button', { name: 'Skip to end' }).click();
    await expect(row(page, 'Replay', /Recovery stops here/)).toBeVisible();
    await picture(app, 'recovery');
  });

  await test.step('find the earlier value intact', async () => {
    const changed = row(page, 'Key differences', /name/);
    await expect(changed).toContainText('Grace Brewster Hopper');
    await expect(changed).toContainText('Admiral Hopper');
    await page.getByRole('button', { name: 'Open the copy' }).click();
    await page.getByRole('row', { name: /name string/ }).click();
    await expect(editor(page)).toHaveText('Admiral Hopper');
    expect(fingerprint(converted)).toEqual(written);
    expect(fingerprint(directory)).toEqual(before);
  });
});
