import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';

test('another directory is opened from the lab, which is a tab like others', async ({ app }) => {
  await app.open(app.copyFixture('guide-session'));
  const { page } = app;
  const lab = page.getByRole('tab', { name: 'Crash lab', selected: true });
  const directory = (name: string) => page.getByRole('tab', { name: new RegExp(name), selected: true });
  await page.keyboard.press('ControlOrMeta+5');
  await expect(lab).toBeVisible();

  await test.step('by its plus', async () => {
    await page.getByRole('button', { name: 'Open a directory', exact: true }).click();
    await expect(page.getByRole('combobox', { name: /path/i })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Open a directory', exact: true })).toBeHidden();
    await page.keyboard.press('ControlOrMeta+5');
    await app.open(makeStore(app, 'store', { a: '1' }));
    await expect(directory('store')).toBeVisible();
  });

  await test.step('arrows go from it to the others, and Delete leaves it', async () => {
    await page.keyboard.press('ControlOrMeta+5');
    await lab.focus();
    await page.keyboard.press('ArrowRight');
    await expect(directory('guide-session')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+5');
    await lab.focus();
    await page.keyboard.press('Delete');
    await expect(directory('guide-session')).toBeVisible();
  });

  await test.step('the middle button closes either', async () => {
    await page.keyboard.press('ControlOrMeta+5');
    await lab.click({ button: 'middle' });
    await expect(directory('guide-session')).toBeVisible();
    await directory('guide-session').click({ button: 'middle' });
    await expect(directory('store')).toBeVisible();
    await expect(page.getByRole('tab')).toHaveCount(1);
  });
});
