import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { logOnDisk, makeStore, valueOnDisk } from './directories.ts';
import { view } from './person.ts';

test('snapshot, compact and verify by hand, with the space before and after; save points are kept', async ({
  app,
}) => {
  const value = (round: number) => ({ a: `${round}`.repeat(4000), b: `${round}` });
  const directory = makeStore(app, 'store', value(1));
  makeStore(app, 'store', value(2));
  await app.open(directory);
  let { page } = app;
  await view(page, 'Settings');
  const own = (of: Page) => of.getByRole('region', { name: 'store' });

  await test.step('a snapshot takes the place of the log before it', async () => {
    await own(page).getByRole('button', { name: 'Snapshot now' }).click();
    const result = own(page).getByRole('status');
    await expect(result).toContainText(/Snapshot of 2 keys: [\d,]+ B before, [\d,]+ B after/);
    const sizes = ((await result.textContent()) ?? '').match(/[\d,]+(?= B)/g) ?? [];
    const [before, after] = sizes.map((text) => Number(text.replaceAll(',', '')));
    expect(after).toBeLessThan(before ?? 0);
    expect(logOnDisk(directory)).toHaveLength(2);
    expect(valueOnDisk(directory, 'a').toString()).toBe('2'.repeat(4000));
  });

  await test.step('so does a compaction, told in the status bar too', async () => {
    await own(page).getByRole('button', { name: 'Compact segments' }).click();
    await expect(page.getByRole('contentinfo').getByRole('status')).toContainText('Compacted');
  });

  await test.step('verify reads every byte', async () => {
    await own(page).getByRole('button', { name: 'Verify every CRC' }).click();
    await expect(own(page).getByRole('status')).toContainText('2 records checked');
  });

  await test.step('save points and garbage share of this directory and of those to come', async () => {
    await own(page).getByRole('button', { name: 'Add save point' }).click();
    await own(page).getByLabel('Seconds of save point 1').fill('900');
    await own(page).getByLabel('Seconds of save point 1').press('Enter');
    await own(page).getByRole('switch', { name: 'Compact by itself' }).click();
    const all = page.getByRole('region', { name: 'Directories opened from now on' });
    await all.getByRole('button', { name: 'Add save point' }).click();
    await all.getByLabel('Changes of save point 1').fill('25');
    await all.getByLabel('Changes of save point 1').press('Enter');
    await all.getByRole('radio', { name: 'everysec' }).click();
    await view(page, 'Keys');
    await view(page, 'Settings');
    await expect(own(page).getByLabel('Seconds of save point 1')).toHaveValue('900');
    await expect(own(page)).toContainText('only by hand');
  });

  await app.restart();
  page = app.page;
  await app.open(directory);
  await expect(
    page.getByRole('contentinfo').getByRole('button', { name: 'Fsync policy: everysec' }),
  ).toBeVisible();
  await view(page, 'Settings');
  await expect(own(page).getByLabel('Changes of save point 1')).toHaveValue('25');
  const all = page.getByRole('region', { name: 'Directories opened from now on' });
  await expect(all.getByLabel('Changes of save point 1')).toHaveValue('25');
});
