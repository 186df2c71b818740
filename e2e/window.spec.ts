import type { Page } from '@playwright/test';
import { type App, expect, test } from './app.ts';
import { makeStore } from './directories.ts';
import { chooseKey, keyRow, type View, view } from './person.ts';

const views: readonly View[] = ['Keys', 'Timeline', 'Pull the plug', 'Recovery', 'Settings'];

test('every view fits a window of 1000 by 700, in both themes', async ({ app }) => {
  const { page } = app;
  await resize(app, 1000, 700);
  await expectToFit(page, 'Welcome');
  const long = `a:${'long:'.repeat(60)}key`;
  await app.open(
    makeStore(app, 'store', { [long]: 'v'.repeat(3000), 'user:1': '{"a":[1,2,3]}', 'user:2': 'x' }),
  );
  await chooseKey(page, 'user:1 string');
  for (const name of views) {
    await view(page, name);
    await expectToFit(page, name);
    if (name === 'Pull the plug') {
      for (const way of ['Process kill', 'Damage', 'Power loss']) {
        await page.getByRole('radio', { name: way }).click();
        await expectToFit(page, way);
      }
      await page.getByRole('button', { name: 'Middle of the last record' }).click();
      await page.getByRole('complementary').getByRole('button', { name: 'Pull the plug' }).click();
      await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
    }
  }
  await view(page, 'Keys');
  await chooseKey(page, /long:/);
  await page.keyboard.press('Delete');
  await expectToFit(page, 'Keys with a staged delete');
  await page.keyboard.press('ControlOrMeta+5');
  for (const name of ['Tour', 'Trace', 'Sweep', 'Compare', 'Exhibits', 'Stories']) {
    await page.getByRole('tab', { name, exact: true }).click();
    await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
    await expectToFit(page, `The lab’s ${name}`);
  }

  await test.step('the dark theme is kept', async () => {
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await app.restart();
    await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});

test('palette, help and tabs by keyboard; a tab with staged edits asks before it closes', async ({ app }) => {
  await app.open(app.copyFixture('guide-session'));
  await app.open(makeStore(app, 'store', { 'user:1': 'one', 'user:2': 'two' }));
  const { page } = app;
  await keyRow(page, 'user:1 string').waitFor();

  await test.step('the palette finds a command and a key, and runs them', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    const palette = page.getByRole('dialog', { name: 'Commands' });
    await palette.getByPlaceholder('Type a command').fill('settings');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+K');
    await palette.getByPlaceholder('Type a command').fill('user:2');
    await expect(palette.getByRole('option', { name: 'user:2' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('user:2');
    await page.keyboard.press('ControlOrMeta+2');
    await expect(page.getByRole('grid', { name: 'Records' })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+1');
  });

  await test.step('? shows every shortcut', async () => {
    await page.getByRole('grid', { name: 'Keys' }).focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help).toContainText('Delete the key');
    await expect(help).toContainText('Next pane');
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
  });

  await test.step('from tab to tab', async () => {
    // A browser keeps Ctrl+Tab for its own tabs.
    const next = app.host === 'electron' ? 'Control+Tab' : 'ControlOrMeta+Alt+ArrowRight';
    await page.keyboard.press(next);
    await expect(page.getByRole('tab', { name: /guide-session/, selected: true })).toBeVisible();
    await page.keyboard.press(next);
    await expect(page.getByRole('tab', { name: /store/, selected: true })).toBeVisible();
  });

  await test.step('staged edits survive a change of tabs, and closing asks', async () => {
    await chooseKey(page, 'user:1 string');
    await page.keyboard.press('Delete');
    await page.getByRole('tab', { name: /guide-session/ }).click();
    await page.getByRole('button', { name: 'Close store' }).click();
    const question = page.getByRole('dialog', { name: 'Close store?' });
    await question.getByRole('button', { name: 'Keep it open' }).click();
    await page.getByRole('tab', { name: /store/ }).click();
    await expect(page.getByRole('button', { name: 'Save 1 change' })).toBeVisible();
    await page.getByRole('button', { name: 'Close store' }).click();
    await question.getByRole('button', { name: 'Drop 1 change' }).click();
    await expect(page.getByRole('tab', { name: /store/ })).toBeHidden();
    await expect(page.getByRole('tab', { name: /guide-session/, selected: true })).toBeVisible();
  });
});

async function resize(app: App, width: number, height: number): Promise<void> {
  if (!app.electron) return await app.page.setViewportSize({ width, height });
  const window = await app.electron.browserWindow(app.page);
  await window.evaluate((of, size) => of.setContentSize(size.width, size.height), { width, height });
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(width);
}

async function expectToFit(page: Page, what: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `${what} is wider than the window`).toBeLessThanOrEqual(0);
}
