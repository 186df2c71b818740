import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { fingerprint } from './directories.ts';
import { picture } from './picture.ts';
import { saveReplay } from './save-replay.ts';

const sweepPane = (page: Page): Locator => page.getByRole('region', { name: 'Sweep', exact: true });
const survival = (page: Page): Locator => page.getByRole('region', { name: 'Survival', exact: true });
const breaks = (page: Page): Locator => page.getByRole('complementary', { name: 'Break the engine' });
const counterexamples = (page: Page): Locator => page.getByRole('grid', { name: 'Counterexamples' });
const section = (page: Page, name: string): Locator =>
  page.getByRole('tablist', { name: 'Crash lab' }).getByRole('tab', { name });

/** A page of the lab, as a person gets there from the first window. */
async function openSection(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Crash lab' }).click();
  await section(page, name).click();
}

async function choose(page: Page, menu: string, choice: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${menu}: `) }).click();
  await page.getByRole('menuitemcheckbox', { name: choice }).first().click();
}

test('a directory fsync is taken out, and the sweep shows what it was there for', async ({ app }) => {
  test.setTimeout(120_000);
  const { page } = app;
  await openSection(page, 'Sweep');
  await expect(sweepPane(page).getByText('Nothing swept yet')).toBeVisible();

  await test.step('take it out and sweep', async () => {
    const fsync = breaks(page).getByRole('switch', { name: 'The directory fsync of a compaction' });
    await expect(fsync).toBeChecked();
    await fsync.click();
    await expect(fsync).not.toBeChecked();
    await choose(page, 'States', '1,000');
    await breaks(page).getByRole('button', { name: 'Sweep where it shows' }).click();
    await expect(sweepPane(page).getByRole('progressbar', { name: 'Sweep' })).toBeVisible();
    await expect(sweepPane(page).getByRole('status')).toContainText(/counterexamples?, [\d,]+ failing/, {
      timeout: 90_000,
    });
    await expect(breaks(page).getByText(/counterexamples? in/)).toBeVisible();
  });

  await test.step('the heatmap leads to where it fails, by keyboard too', async () => {
    const heatmap = sweepPane(page).getByRole('group', { name: /^Heatmap/ });
    await heatmap.focus();
    await page.keyboard.press('n');
    await expect(
      sweepPane(page)
        .getByText(/after calls? [\d–]+ of \d+/)
        .first(),
    ).toContainText('failing');
    await picture(app, 'lab-sweep');
    await sweepPane(page).getByRole('radio', { name: 'Table' }).click();
    await expect(sweepPane(page).getByRole('row', { name: /^Lost directory entry/ })).toContainText(
      /after call/,
    );
    await sweepPane(page)
      .getByRole('button', { name: /^Durability/ })
      .click();
    await expect(counterexamples(page).getByRole('row').first()).toContainText('Durability');
  });

  const saved = await test.step('save the counterexample, to share it', async () => {
    const [first] = await counterexamples(page).getByRole('row').all();
    return saveReplay(app, first!.getByRole('button', { name: 'Save replay…' }));
  });

  const verdict = page.getByRole('status', { name: 'Verdict' });
  await test.step('open it in the trace', async () => {
    await counterexamples(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(section(page, 'Trace')).toHaveAttribute('aria-selected', 'true');
    await expect(verdict).toContainText('a promise is broken');
  });

  await test.step('whoever has the file opens it again', async () => {
    await app.restart();
    const again = app.page;
    await again.getByRole('button', { name: 'Crash lab' }).click();
    const chooser = again.waitForEvent('filechooser');
    await again.getByRole('button', { name: 'Open replay…' }).click();
    await (await chooser).setFiles(saved);
    await expect(again.getByRole('status', { name: 'Verdict' })).toContainText('a promise is broken');
  });
});

test('a sweep that finds nothing says so, and one that is stopped keeps what it saw', async ({ app }) => {
  test.setTimeout(120_000);
  const { page } = app;
  await openSection(page, 'Sweep');
  await choose(page, 'States', '1,000,000');
  await sweepPane(page).getByRole('button', { name: 'Sweep', exact: true }).click();
  await expect(sweepPane(page).getByText(/[1-9][\d,]* of 1,000,000 states/)).toBeVisible({ timeout: 30_000 });
  // The host answers while a sweep runs.
  await page.getByRole('button', { name: /^Faults: / }).click();
  await expect(page.getByRole('checkbox', { name: /^Bit rot/ })).toBeChecked();
  await page.keyboard.press('Escape');
  await sweepPane(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(sweepPane(page).getByRole('status')).toContainText('Stopped before its end', {
    timeout: 20_000,
  });
  await expect(sweepPane(page).getByRole('status')).toContainText('0 violations');

  await choose(page, 'Workload', 'overwrites');
  await choose(page, 'States', '1,000');
  await sweepPane(page).getByRole('button', { name: 'Sweep again' }).click();
  await expect(sweepPane(page).getByRole('status')).toContainText(
    /distinct states, 0 violations\. \d+ crashes/,
    {
      timeout: 60_000,
    },
  );
});

test('what was done to an open directory is played on a disk in memory', async ({ app }) => {
  test.setTimeout(90_000);
  const { page } = app;
  const directory = app.copyFixture('guide-session');
  const before = fingerprint(directory);
  await app.open(directory);
  await openSection(page, 'Sweep');
  await choose(page, 'Workload', 'what was done to guide-session');
  await choose(page, 'States', '1,000');
  await sweepPane(page).getByRole('button', { name: 'Sweep', exact: true }).click();
  await expect(sweepPane(page).getByRole('status')).toContainText('0 violations', { timeout: 60_000 });
  expect(fingerprint(directory)).toEqual(before);
});

test('the survival matrix shows which writes survive, and a crash that loses one', async ({ app }) => {
  test.setTimeout(120_000);
  const { page } = app;
  await openSection(page, 'Sweep');
  await page.getByRole('radio', { name: 'Survival' }).click();
  await choose(page, 'Writes of', 'first-look');
  await survival(page).getByRole('button', { name: 'Work out' }).click();
  const matrix = survival(page).getByRole('grid', { name: 'Survival' });
  await expect(survival(page).getByRole('button', { name: 'Work out again' })).toBeVisible({
    timeout: 90_000,
  });
  const name = matrix.getByRole('row', { name: /SET name/ });
  await expect(name.getByRole('button', { name: 'always, power: always' })).toBeVisible();
  await expect(name.getByRole('button', { name: 'no, kill: always' })).toBeVisible();
  await survival(page).getByRole('radio', { name: 'File systems' }).click();
  await expect(matrix.getByRole('columnheader', { name: 'ext4-ordered' })).toHaveCount(3);
  await survival(page).getByRole('radio', { name: 'Crashes' }).click();

  await name.getByRole('button', { name: 'always, power: always' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(survival(page).getByText(/^W1 SET name, no, a power loss/)).toContainText(
    /\d+ of \d+ states after its acknowledgement keep it/,
  );
  await survival(page).getByRole('button', { name: 'Open one that loses it' }).click();
  await expect(page.getByRole('status', { name: 'Verdict' })).toContainText(/answered writes? (is|are) gone/);
});

test('one engine under two policies, and then two engines, in the same crash', async ({ app }) => {
  const { page } = app;
  await openSection(page, 'Compare');
  const left = page.getByRole('region', { name: 'Left' });
  const right = page.getByRole('region', { name: 'Right' });
  await expect(left).toContainText('Everything that was answered is there');
  await expect(right).toContainText('7 answered writes are gone');
  await picture(app, 'lab-compare');
  await page.getByRole('radio', { name: /^Step 7,/ }).press('ArrowLeft');
  await expect(right).toContainText('6 answered writes are gone');
  await page.getByRole('radio', { name: 'killed' }).click();
  await expect(right).toContainText('Everything that was answered is there');

  await page.getByRole('radio', { name: 'names lost' }).click();
  await right.getByRole('button', { name: /^Engine: / }).click();
  await page.getByRole('menuitemcheckbox', { name: /^JSON by temp, fsync and rename/ }).click();
  await right.getByRole('button', { name: /^fsync: / }).click();
  await page.getByRole('menuitemcheckbox', { name: /^always/ }).click();
  await expect(right).toContainText('A promise is broken');
  await expect(left).toContainText('Everything that was answered is there');
  await right.getByRole('button', { name: 'Open in Trace' }).click();
  await expect(page.getByRole('status', { name: 'Verdict' })).toContainText('a promise is broken');
});
