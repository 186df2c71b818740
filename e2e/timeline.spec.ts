import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';
import { logOnDisk, makeStore, walscope } from './directories.ts';
import { row, view } from './person.ts';

/** 400 records of 60 keys in two batches, then two deletes. */
function busyStore(app: App, expireAt: Record<string, number> = {}): string {
  const entries = (round: number) =>
    Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`k${round < 2 ? i : i % 200}`, `${round}-${i}`]),
    );
  const directory = makeStore(app, 'busy', entries(1));
  makeStore(app, 'busy', entries(2), { expireAt });
  walscope('del', directory, 'k0', 'k1');
  return directory;
}

test('zoom, walk, filter by state, go to a place, and see fields beside their bytes', async ({ app }) => {
  const directory = busyStore(app);
  const log = logOnDisk(directory);
  await app.open(directory);
  const { page } = app;
  await view(page, 'Timeline');
  const record = page.getByRole('complementary', { name: 'Record' });
  await expect(row(page, 'Records', /del k1/)).toBeVisible();

  await test.step('zoom and walk by keyboard', async () => {
    await page.keyboard.press('0');
    await expect(strip(page)).toHaveAccessibleName('Strip of records 1 to 402 of 402');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const near = await shownRecords(page);
    expect(near).toBeLessThan(200);
    await page.keyboard.press('ArrowLeft');
    await expect(record.getByRole('heading', { name: 'Record 402' })).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await expect(record.getByRole('heading', { name: 'Record 401' })).toBeVisible();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(record.getByRole('heading', { name: 'Record 1', exact: true })).toBeVisible();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(record.getByRole('heading', { name: 'Record 201' })).toBeVisible();
    await page.keyboard.press('-');
    expect(await shownRecords(page)).toBeGreaterThan(near);
  });

  await test.step('the chips say how many there are of each state, and show one of them', async () => {
    await expect(chip(page, 'live')).toContainText('198');
    await expect(chip(page, 'superseded')).toContainText('202');
    await chip(page, 'deleted').click();
    await expect(page.getByRole('grid', { name: 'Records' }).getByRole('row')).toHaveCount(2);
    await chip(page, 'live').click();
    await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', '200');
    await chip(page, 'live').click();
    await chip(page, 'deleted').click();
    await expect(page.getByRole('grid', { name: 'Records' })).toHaveAttribute('aria-rowcount', '402');
  });

  await test.step('go to a sequence number, an offset, a key', async () => {
    const place = page.getByRole('textbox', { name: 'Go to a key' });
    await page.keyboard.press('ControlOrMeta+G');
    await expect(place).toBeFocused();
    await goTo(page, '77');
    await expect(record.getByRole('heading', { name: 'Record 77' })).toBeVisible();
    const other = log[123];
    await goTo(page, `${other?.file}:${other?.offset}`);
    await expect(record.getByRole('heading', { name: 'Record 124' })).toBeVisible();
    await goTo(page, 'k5');
    await expect(record.getByRole('heading', { name: 'Record 206' })).toBeVisible();
    await goTo(page, '5000');
    await expect(
      page.getByRole('status').filter({ hasText: 'No record with sequence number 5000' }),
    ).toBeVisible();
    await place.press('Escape');
  });

  await test.step('a field and its bytes are marked together, both ways', async () => {
    const fields = record.getByRole('table', { name: 'Fields of the record' });
    await fields.getByRole('button', { name: 'key', exact: true }).click();
    await expect(record.locator('.hex .fs')).toHaveText(['6b', '35', 'k', '5']);
    await record.getByRole('group', { name: 'Bytes of the record' }).locator('[data-at="0"]').first().click();
    await expect(fields.getByRole('button', { name: 'crc' })).toHaveAttribute('aria-pressed', 'true');
    await expect(record.getByText(/CRC stored ([0-9a-f]{8})/)).toBeVisible();
  });

  await test.step('each record of the key leads to its place', async () => {
    const history = record.getByRole('grid', { name: 'Key history' });
    await expect(history.getByRole('row')).toHaveCount(2);
    await history.getByRole('row').nth(1).click();
    await expect(record.getByRole('heading', { name: 'Record 6' })).toBeVisible();
    await expect(record).toContainText('superseded');
  });
});

test('records appear while they are written', async ({ app }) => {
  // Time enough for a slow machine to show the key before.
  const directory = busyStore(app, { k9: Date.now() + 15_000 });
  await app.open(directory);
  const { page } = app;
  await view(page, 'Timeline');
  await expect(chip(page, 'live')).toContainText('198');
  // The engine deletes a key whose deadline has passed: a write that nobody in this window makes.
  await expect(row(page, 'Records', /del k9/)).toBeVisible({ timeout: 40_000 });
  await expect(chip(page, 'deleted')).toContainText('3');
  await expect(chip(page, 'live')).toContainText('197');
});

const strip = (page: Page) => page.getByRole('img', { name: 'Strip of records' });

const chip = (page: Page, state: string) =>
  page.getByRole('group', { name: 'States' }).getByRole('button', { name: new RegExp(`^${state}`) });

async function shownRecords(page: Page): Promise<number> {
  const name = (await strip(page).getAttribute('aria-label')) ?? '';
  const [from, to] = name.match(/[\d,]+/g) ?? [];
  return Number(to?.replace(',', '')) - Number(from?.replace(',', '')) + 1;
}

async function goTo(page: Page, text: string): Promise<void> {
  const place = page.getByRole('textbox', { name: 'Go to a key' });
  await place.fill(text);
  await place.press('Enter');
}
