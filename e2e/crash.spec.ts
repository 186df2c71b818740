import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { aof, fingerprint, logOnDisk, makeStore, redisDirectory } from './directories.ts';
import { keyRow, row, view } from './person.ts';
import { picture } from './picture.ts';

const round = (n: number) => ({ first: `${n}`, second: `${n}${n}`, third: `${n}${n}${n}` });

test('a real writer is killed, and nothing that it was promised is lost', async ({ app }) => {
  const directory = makeStore(app, 'store', round(1));
  await app.open(directory);
  const { page } = app;
  const before = fingerprint(directory);
  await view(page, 'Pull the plug');
  await page.getByRole('radio', { name: 'Process kill' }).click();
  await page.getByRole('radio', { name: '16 B' }).click();
  await page.getByRole('radio', { name: 'after', exact: true }).click();
  await page.getByLabel('Killed after milliseconds').fill('60');
  await pull(page);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toBeVisible({ timeout: 20_000 });
  await expect(verdict.getByText('every promise is kept')).toBeVisible();
  await expect(
    page.getByText(/was told that [\d,]+ writes? (is|are) done, and was killed \(SIGKILL\)/),
  ).toBeVisible();
  const kept = row(page, 'Key differences', /first/);
  await expect(kept).toContainText('the same');
  await page.getByRole('button', { name: 'Open the copy' }).click();
  await expect(page.getByRole('tab', { name: /store/ })).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('first');
  await expect(keyRow(page, 'first string')).toBeVisible();
  expect(fingerprint(directory)).toEqual(before);
});

test('an append-only directory of Redis loses its power, and its writer is killed', async ({ app }) => {
  const log = aof(
    ['SELECT', '0'],
    ['SET', 'user:1', 'Ada Lovelace'],
    ['HSET', 'cart:1', 'tea', '2', 'milk', '1'],
    ['RPUSH', 'queue', 'tea', 'milk'],
    ['XADD', 'orders', '1795385952684-0', 'user', '1', 'total', '12.50'],
    ['MULTI'],
    ['INCR', 'orders:count'],
    ['ZADD', 'ranking', '12.5', 'user:1'],
    ['EXEC'],
    ['LPOP', 'queue'],
    ['PEXPIREAT', 'cart:1', '1995385952684'],
    ['SELECT', '3'],
    ['SET', 'session:8f2', '{"user":1}'],
    ['SELECT', '0'],
    ['DEL', 'user:1'],
    ['SET', 'user:2', 'Grace Hopper'],
  );
  const directory = redisDirectory(app, 'redis', log);
  await app.open(directory);
  const { page } = app;
  const before = logOnDisk(directory);
  const verdict = page.getByRole('region', { name: 'Verdict' });

  await test.step('the timeline says each command', async () => {
    await view(page, 'Timeline');
    await expect(row(page, 'Records', /rpush.*queue.*tea milk/)).toBeVisible();
    await row(page, 'Records', /hset.*cart:1/).click();
    await picture(app, 'timeline-redis');
  });
  await test.step('cut in the middle of the last command, nothing answered is lost', async () => {
    await view(page, 'Pull the plug');
    await page.getByRole('radio', { name: 'Power loss' }).click();
    await pull(page);
    await expect(verdict).toContainText('Torn tail at offset');
    await expect(verdict.getByText('every promise is kept')).toBeVisible();
    await expect(row(page, 'Key differences', /queue/)).toContainText('the same');
  });
  await test.step('a process that appends as Redis does is killed', async () => {
    await view(page, 'Pull the plug');
    await page.getByRole('radio', { name: 'Process kill' }).click();
    await page.getByRole('radio', { name: 'after', exact: true }).click();
    await page.getByLabel('Killed after milliseconds').fill('60');
    await pull(page);
    await expect(page.getByText(/was told that [\d,]+ writes? (is|are) done/)).toBeVisible({
      timeout: 20_000,
    });
    await expect(verdict.getByText('every promise is kept')).toBeVisible();
  });
  expect(logOnDisk(directory)).toEqual(before);
});

test('where no writer can be killed that way cannot be chosen, and the view says why', async ({ app }) => {
  await app.open(app.copyFixture('bitcask-clean'));
  const { page } = app;
  await view(page, 'Pull the plug');
  const kill = page.getByRole('radio', { name: 'Process kill' });
  await expect(kill).toBeDisabled();
  await expect(kill).toHaveAccessibleDescription(/no writer for Bitcask directories/);
  await expect(page.getByText(/^No process kill here: Walscope has no writer for Bitcask/)).toBeVisible();
  const power = page.getByRole('radio', { name: 'Power loss' });
  await power.focus();
  await power.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Damage' })).toBeChecked();
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('crash by');
  await expect(page.getByRole('option', { name: /Crash by damage/ })).toBeVisible();
  await expect(page.getByRole('option', { name: /Crash by process kill/ })).toBeHidden();
});

test('damage is chosen to the bit and has its verdict; copies are listed and thrown away', async ({
  app,
}) => {
  const directory = makeStore(app, 'store', round(1));
  makeStore(app, 'store', round(2));
  makeStore(app, 'store', round(3));
  const second = logOnDisk(directory)[4];
  if (!second) throw new Error('There is no fifth record.');
  await app.open(directory);
  const { page } = app;
  const before = fingerprint(directory);
  const verdict = page.getByRole('region', { name: 'Verdict' });

  await test.step('flip a bit that is chosen in the hex', async () => {
    await view(page, 'Pull the plug');
    await page.getByRole('radio', { name: 'Damage' }).click();
    await page.getByRole('spinbutton', { name: 'Offset' }).fill(String(second.offset));
    await expect(page.getByRole('heading', { name: `Record ${second.seq}` })).toBeVisible();
    await page.getByRole('group', { name: 'Bytes around the place' }).press('ArrowRight');
    await expect(page.getByRole('spinbutton', { name: 'Offset' })).toHaveValue(String(second.offset + 1));
    await page.getByRole('button', { name: /^Bit 3/ }).click();
    await expect(page.getByRole('list', { name: 'Faults' })).toContainText('Flip bit 3');
    await pull(page);
    await expect(verdict).toContainText(/damaged|cannot be read/);
    await page.getByRole('button', { name: 'Skip to end' }).click();
    await expect(row(page, 'Replay', /Recovery stops here/)).toBeVisible();
    await expect(row(page, 'Replay', /not reached.*third.*not applied/)).toBeVisible();
    await expect(row(page, 'Key differences', /second/)).toContainText(/33.*11/);
  });

  await test.step('watch it step by step', async () => {
    const step = page.getByRole('region', { name: 'Step', exact: true });
    await page.getByRole('slider', { name: 'Step' }).press('Home');
    await expect(step.getByRole('heading', { name: 'Step 1', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Step forward' }).click();
    await expect(step.getByRole('heading', { name: 'Step 2', exact: true })).toBeVisible();
    await expect(row(page, 'Replay', /Frame of 3 records.*≠/).first()).toBeVisible();
    await row(page, 'Replay', /Recovery stops here/).click();
    await expect(page.getByRole('region', { name: 'Evidence' })).toContainText(
      'Checksum does not match its bytes',
    );
  });

  await test.step('delete a file', async () => {
    await page.getByRole('button', { name: 'Back to Pull the plug' }).click();
    await page.getByRole('button', { name: /^Take back/ }).click();
    await page.getByRole('button', { name: 'Delete 00000001.wlog' }).click();
    await pull(page);
    await expect(verdict).toContainText('00000001.wlog is not there');
    const missing = row(page, 'Replay', /is missing/);
    await expect(missing.getByRole('img', { name: 'checks fail' })).toBeVisible();
  });

  await test.step('both copies are listed; the second is thrown away', async () => {
    const copies = join(app.dataDir, 'crash');
    expect(copiesIn(copies)).toHaveLength(2);
    await page.getByRole('button', { name: 'Back to Pull the plug' }).click();
    const sessions = page.getByRole('region', { name: 'Earlier crashes' }).getByRole('listitem');
    await expect(sessions).toHaveCount(2);
    await sessions.first().getByRole('button', { name: 'Discard this copy' }).click();
    await expect(sessions).toHaveCount(1);
    expect(copiesIn(copies)).toHaveLength(1);
    await sessions.first().getByRole('button', { name: 'Watch recovery' }).click();
    await expect(verdict).toContainText('can be read');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByText('No crash yet')).toBeVisible();
    expect(copiesIn(copies)).toHaveLength(0);
  });

  expect(fingerprint(directory)).toEqual(before);
});

test('power is lost at a chosen byte, and each fate of the bytes is told before it happens', async ({
  app,
}) => {
  const directory = makeStore(app, 'store', round(1));
  makeStore(app, 'store', round(2));
  await app.open(directory);
  const { page } = app;
  await view(page, 'Pull the plug');
  const left = page.getByRole('complementary', { name: 'What would be left' });
  const last = logOnDisk(directory).at(-1);
  if (!last) throw new Error('The log is empty.');

  await page.getByRole('spinbutton', { name: 'Offset' }).fill(String(last.offset + 3));
  await page.getByRole('radio', { name: 'lost' }).click();
  await expect(left.getByRole('status')).toContainText('Nothing acknowledged is lost.');
  const slider = page.getByRole('slider', { name: 'Offset, by slider' });
  await slider.press('ArrowLeft');
  await expect(page.getByRole('spinbutton', { name: 'Offset' })).toHaveValue(String(last.offset + 2));
  await page.getByRole('radio', { name: 'zeroed' }).click();
  await expect(left.getByRole('status')).toContainText('reads as zeros');
  await page.getByRole('radio', { name: 'torn' }).click();
  await pull(page);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Nothing proven durable is lost');
  await expect(row(page, 'Key differences', /third/)).toContainText('111');
});

const pull = (page: Page) =>
  page
    .getByRole('complementary', { name: 'What would be left' })
    .getByRole('button', { name: 'Pull the plug' })
    .click();

function copiesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => /crash-[0-9a-f]+$/.test(name));
}
