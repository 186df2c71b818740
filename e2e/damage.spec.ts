import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, expect, test } from './app.ts';
import { fingerprint, logOnDisk, makeStore, valueOnDisk, walscope } from './directories.ts';
import { addKey, keyRow, row, save, view } from './person.ts';
import { root } from './root.ts';

test('what lies behind a flipped bit is salvaged into a new directory', async ({ app }) => {
  const directory = app.copyFixture('guide-flipped');
  const before = fingerprint(directory);
  const expected = JSON.parse(readFileSync(join(root, 'fixtures/guide-flipped/expected.json'), 'utf8'));
  await app.open(directory);
  const { page } = app;
  const bar = page.getByRole('alert');
  await expect(bar).toContainText(/3,?127/);
  await expect(page.getByRole('tab').getByRole('img', { name: 'damaged' })).toBeVisible();
  await bar.getByRole('button', { name: 'Salvage…' }).click();
  const target = join(app.tempDir, 'salvaged');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'New directory' }).fill(target);
  await dialog.getByRole('button', { name: 'Salvage' }).click();
  await expect(dialog.getByRole('status')).toContainText('30 keys written');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('tab', { name: /salvaged/, selected: true })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText(/30\s*keys/);
  await expect(page.getByRole('button', { name: 'Add key' })).toBeVisible();
  const lines = walscope('export', target).toString().trim().split('\n');
  const salvaged = lines.map((line) => JSON.parse(line) as { key: string; value: string });
  expect(Object.fromEntries(salvaged.map(({ key, value }) => [key, value]))).toEqual(
    Object.fromEntries(
      Object.entries(expected.salvagedKeys).map(([key, kept]) => [key, (kept as { value: string }).value]),
    ),
  );
  expect(fingerprint(directory)).toEqual(before);
});

test('a directory damaged in the middle is opened read-only until somebody chooses to go on', async ({
  app,
}) => {
  const { directory, damaged } = damagedStore(app);
  const { LOCK: _mine, ...before } = fingerprint(directory);
  await app.open(directory);
  const { page } = app;

  await test.step('it says where, and writes nothing', async () => {
    await expect(page.getByRole('alert')).toContainText(damaged.file);
    await expect(page.getByRole('button', { name: 'Add key' })).toBeHidden();
    await expect(page.getByRole('contentinfo').getByRole('button', { name: /^Read-only/ })).toBeVisible();
    expect(fingerprint(directory)).toMatchObject(before);
  });

  await test.step('F8 goes to the damaged record', async () => {
    await view(page, 'Timeline');
    await expect(row(page, 'Records', /\w/)).toBeVisible();
    await page.keyboard.press('F8');
    const record = page.getByRole('complementary', { name: 'Record' });
    await expect(record).toContainText('damaged');
    await expect(record).toContainText(damaged.file);
  });

  await test.step('it is opened for writing anyway, and the damaged bytes stay where they are', async () => {
    const bytes = readFileSync(join(directory, damaged.file));
    await view(page, 'Keys');
    await page.getByRole('button', { name: 'Open for writing anyway…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Open for writing' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await addKey(page, 'after', 'damage');
    await save(page, 1);
    await expect(keyRow(page, 'after string')).toBeVisible();
    expect(valueOnDisk(directory, 'after').toString()).toBe('damage');
    expect(readFileSync(join(directory, damaged.file)).subarray(0, bytes.length)).toEqual(bytes);
  });
});

/** A store of several batches with a byte of a record in its middle changed. */
function damagedStore(app: App) {
  const directory = makeStore(app, 'hurt', { a: 'one', b: 'two' });
  makeStore(app, 'hurt', { c: 'three', d: 'four' });
  makeStore(app, 'hurt', { e: 'five', f: 'six' });
  const damaged = logOnDisk(directory).find((line) => Buffer.from(line.key, 'base64').toString() === 'c');
  if (!damaged) throw new Error('There is no record of c.');
  const path = join(directory, damaged.file);
  const bytes = readFileSync(path);
  const at = damaged.offset + damaged.length - 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  writeFileSync(path, bytes);
  return { directory, damaged };
}
