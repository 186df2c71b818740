import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { fingerprint, makeStore } from './directories.ts';
import { chooseKey, editor, keyRow, status, view } from './person.ts';
import { root } from './root.ts';

test('another engine’s directory is only looked at', async ({ app }) => {
  const directory = app.copyFixture('guide-session');
  const before = fingerprint(directory);
  await app.open(directory);
  const { page } = app;
  await expectReadOnly(page, 'guide-session');
  await chooseKey(page, 'name string');
  await expect(editor(page)).toHaveAttribute('aria-readonly', 'true');
  await expect(page.getByText('Opened without a write.')).toBeVisible();
  await expect(
    page.getByText(/no changed mtime\. Another engine’s directory is only looked at/),
  ).toBeVisible();
  await view(page, 'Timeline');
  await view(page, 'Settings');
  await page.getByRole('button', { name: 'Verify every CRC' }).click();
  await expect(page.getByRole('region', { name: 'guide-session' }).getByRole('status')).toContainText(
    '4 records',
  );
  await expect(page.getByRole('button', { name: 'Snapshot now' })).toBeHidden();
  await page.getByRole('button', { name: 'Close guide-session' }).click();
  expect(fingerprint(directory)).toEqual(before);
});

test('a directory that is moved away while it is looked at is said to be, and read on once it is back', async ({
  app,
}) => {
  const directory = app.copyFixture('guide-session');
  await app.open(directory);
  const { page } = app;
  await chooseKey(page, 'name string');
  await expect(editor(page)).toHaveText('Grace');
  renameSync(directory, `${directory}-elsewhere`);
  const gone = page.getByText(`${directory} has been deleted or moved while it was open.`);
  await expect(gone).toBeVisible();
  await expect(editor(page)).toHaveText('Grace');
  await expect(keyRow(page, 'name string')).toBeVisible();
  renameSync(`${directory}-elsewhere`, directory);
  await expect(gone).toBeHidden();
  await expect(page.getByText('Opened without a write.')).toBeVisible();
  await expect(editor(page)).toHaveText('Grace');
});

test('a directory that another process has open is opened read-only, and says whose it is', async ({
  app,
}) => {
  const directory = makeStore(app, 'held', { a: '1', b: '2' });
  const holder = spawn(
    process.execPath,
    [join(root, 'out/main/cli.js'), 'serve', directory, '--protocol', 'line', '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await once(holder.stdout, 'data');
    const before = fingerprint(directory);
    await app.open(directory);
    const { page } = app;
    await expectReadOnly(page, 'held');
    await expect(page.getByText(`Process ${holder.pid} has it open for writing.`)).toBeVisible();
    await chooseKey(page, 'a string');
    await page.keyboard.press('Delete');
    await expect(page.getByRole('button', { name: /^Save \d/ })).toBeHidden();
    expect(fingerprint(directory)).toEqual(before);
  } finally {
    await end(holder);
  }
});

async function expectReadOnly(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name: new RegExp(name) });
  await expect(tab.getByRole('img', { name: 'read-only' })).toBeVisible();
  await expect(status(page).getByRole('button', { name: /^Read-only: \S+/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add key' })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Save \d/ })).toBeHidden();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
