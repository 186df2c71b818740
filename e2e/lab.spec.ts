import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';
import { view } from './person.ts';
import { picture } from './picture.ts';
import { saveReplay } from './save-replay.ts';

const trace = (page: Page): Locator => page.getByRole('region', { name: 'Trace', exact: true });
const crash = (page: Page): Locator => page.getByRole('complementary', { name: 'The crash' });
const after = (page: Page): Locator => page.getByRole('region', { name: 'After the crash' });
const verdict = (page: Page): Locator => page.getByRole('status', { name: 'Verdict' });

/** The Trace page as it comes up: three writes and one fsync under everysec. */
async function openTrace(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Crash lab' }).click();
  await expect(trace(page)).toBeVisible();
}

test('a crash between write and fsync: the write is in the cache, not on the disk, and the next start misses it', async ({
  app,
}) => {
  const { page } = app;
  await openTrace(page);

  await test.step('the power goes after the third write was answered', async () => {
    await page
      .getByRole('button', { name: /^Crash between call \d+ and \d+, 2 answered writes at stake/ })
      .click();
    await page.keyboard.press('End');
    await page
      .getByRole('button', { name: /^Crash between call \d+ and \d+, 1 answered write at stake/ })
      .last()
      .click();
    await expect(crash(page).getByRole('list', { name: 'Pending changes' })).toContainText('W4 SET balance');
    await expect(verdict(page)).toContainText('1 answered write is gone');
    await picture(app, 'lab-trace');
  });

  await test.step('the list says the same of each layer', async () => {
    await trace(page).getByRole('radio', { name: 'List' }).click();
    const rows = page.getByRole('grid', { name: 'Trace' }).getByRole('row');
    await expect(rows.filter({ hasText: 'W4' }).filter({ hasText: 'write' })).toContainText('OS cache');
    await expect(rows.filter({ hasText: 'W1' }).filter({ hasText: 'write' })).toContainText(/disk$/);
    await trace(page).getByRole('radio', { name: 'Timeline' }).click();
  });

  await test.step('recovery, record by record', async () => {
    await crash(page).getByRole('button', { name: 'Watch recovery' }).click();
    const replay = page.getByRole('grid', { name: 'Replay' });
    await expect(replay.getByRole('row', { name: /set city/ })).toBeVisible();
    await expect(replay.getByRole('row', { name: /set balance/ })).toHaveCount(0);
    const step = page.getByRole('region', { name: 'Step', exact: true });
    await expect(step).toContainText('All 2 records are there');
    await page.getByRole('grid', { name: 'Replay' }).press('Home');
    await expect(step.getByRole('heading', { name: 'Step 1', exact: true })).toBeVisible();
  });

  await test.step('torn in its midst, recovery stops there', async () => {
    const write = crash(page).getByRole('listitem').filter({ hasText: 'W4 SET balance' });
    await write.getByRole('radio', { name: 'torn' }).click();
    await write.getByRole('group', { name: 'Bytes of the write' }).press('ArrowRight');
    await expect(write).toContainText(/torn after \d+ of \d+ B/);
    await expect(
      page.getByRole('grid', { name: 'Replay' }).getByRole('row', { name: /Recovery stops here/ }),
    ).toBeVisible();
  });

  await test.step('kept by luck, or by a mere kill, it is there', async () => {
    await crash(page).getByRole('button', { name: 'all', exact: true }).click();
    await expect(verdict(page)).toContainText('All 3 answered writes are there');
    await crash(page).getByRole('button', { name: 'nothing', exact: true }).click();
    await expect(verdict(page)).toContainText('1 answered write is gone');
    await page.getByRole('radio', { name: 'The process is killed' }).click();
    await expect(verdict(page)).toContainText('All 3 answered writes are there');
    await after(page).getByRole('radio', { name: 'Keys' }).click();
    await expect(page.getByRole('table', { name: 'Keys after the crash' })).toContainText('balance');
  });
});

test('an engine that breaks its promise is convicted by answer, call and bytes', async ({ app }) => {
  const { page } = app;
  await openTrace(page);
  await page.getByRole('button', { name: /^Engine:/ }).click();
  await page.getByRole('menuitemcheckbox', { name: /^The log without fsync/ }).click();
  await page.getByRole('radio', { name: 'always', exact: true }).click();
  await expect(verdict(page)).toContainText('a promise is broken');
  const evidence = page.getByRole('list', { name: 'Evidence of durability' });
  await expect(evidence).toContainText(/SET \w+, was answered: a promise/);
  await expect(evidence).toContainText('the disk lost it');
  await evidence.getByRole('button', { name: /^call/ }).last().click();
  await expect(crash(page).getByRole('group', { name: 'Bytes of the write' })).toBeVisible();
  await expect(verdict(page)).toContainText('a promise is broken');
});

test('the tour ends in a crash of one’s own', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Start the tour' }).click();
  const tour = page.getByRole('region', { name: 'Tour' });
  const next = tour.getByRole('button', { name: 'Next' });
  await expect(tour).toContainText('Step 1 of 7');
  await next.click();
  await expect(verdict(page)).toContainText('1 answered write is gone');
  await next.click();
  await expect(verdict(page)).toContainText('The one answered write is there');
  await next.click();
  await expect(verdict(page)).toContainText('1 answered write is gone');
  await next.click();
  await expect(verdict(page)).toContainText('All 2 answered writes are there');
  await next.click();
  await expect(tour.getByRole('heading', { name: 'Your turn: lose a write' })).toBeVisible();
  await page
    .getByRole('button', { name: /1 answered write at stake/ })
    .last()
    .click();
  await expect(tour).toContainText('You did: balance = 100 is gone');
  await picture(app, 'lab-tour');
  await next.click();
  await expect(tour).toContainText('nothing to lose');
  await expect(page.getByRole('button', { name: /, 1 answered write at stake/ })).toHaveCount(0);
  await tour.getByRole('button', { name: 'Crash it yourself' }).click();
  await expect(trace(page)).toBeVisible();
});

test('a crash is saved as a file and opened again', async ({ app }) => {
  const { page } = app;
  await openTrace(page);
  await expect(verdict(page)).toContainText('2 answered writes are gone');
  const path = await saveReplay(app, page.getByRole('button', { name: 'Save replay…' }));
  const text = readFileSync(path, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ format: 'walscope-crash-replay', engine: 'walscope' });

  await test.step('chosen in a dialog', async () => {
    await page.getByRole('radio', { name: 'always', exact: true }).click();
    await expect(verdict(page)).not.toContainText('gone');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open replay…' }).click();
    await (await chooser).setFiles(path);
    await expect(page.getByText('from a replay file')).toBeVisible();
    await expect(verdict(page)).toContainText('2 answered writes are gone');
    await expect(page.getByRole('radio', { name: 'As recorded' })).toBeChecked();
  });

  await test.step('what is none is refused where it would have been shown', async () => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open replay…' }).click();
    await (await chooser).setFiles({
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{}'),
    });
    await expect(page.getByRole('alert')).toContainText('This is no crash replay');
  });
});

test('recovery is crashed in its turn, and still loses nothing more', async ({ app }) => {
  const { page } = app;
  await openTrace(page);
  await page
    .getByRole('button', { name: /1 answered write at stake/ })
    .last()
    .click();
  const write = crash(page).getByRole('listitem').filter({ hasText: 'W4 SET balance' });
  await write.getByRole('radio', { name: 'torn' }).click();
  await crash(page).getByRole('button', { name: 'Crash inside it…' }).click();
  await expect(page.getByText('inside the recovery from')).toBeVisible();
  for (let call = 0; call < 4; call++) await page.keyboard.press('ArrowRight');
  await expect(verdict(page)).toContainText('1 answered write is gone. It had not been promised.');
  await expect(crash(page).getByRole('table', { name: 'Files before and after' })).toContainText('wlog');
  await page.getByRole('button', { name: 'Back to the first crash' }).click();
  await expect(page.getByText('inside the recovery from')).toBeHidden();
});

test('an exhibit says what it promises and what was found, and shows it', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Crash lab' }).click();
  await page.getByRole('tab', { name: 'Exhibits', exact: true }).click();
  await page.getByRole('tab', { name: /^A dict in memory/ }).press('ArrowDown');
  const open = page.getByRole('article', { name: 'Page' });
  await expect(open.getByRole('heading', { level: 1 })).toHaveText('One JSON file, overwritten');
  await expect(open.getByRole('heading', { name: 'What the sweep found' })).toBeVisible();
  await picture(app, 'lab-exhibits');
  await open.getByRole('button', { name: 'Open the smallest counterexample' }).click();
  await expect(page.getByText('from a replay file')).toBeVisible();
  await expect(verdict(page)).toContainText('The engine would not open what the crash left');
  await page.getByRole('radio', { name: 'no', exact: true }).click();
  await expect(page.getByText('from a replay file')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Engine: One JSON file, overwritten' })).toBeVisible();
});

test('a story tells what happened, shows it on a model of then, and what Walscope does now', async ({
  app,
}) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Crash lab' }).click();
  await page.getByRole('tab', { name: 'Stories', exact: true }).click();
  await page.getByRole('tab', { name: /Bitcask/ }).click();
  const story = page.getByRole('article', { name: 'Page' });
  await expect(story.getByRole('link', { name: /basho\/bitcask#82/ })).toHaveAttribute('href', /^https:/);
  await story.getByRole('button', { name: 'The same crashes on Walscope' }).click();
  await expect(story.getByText(/crashes played, and not one does it/)).toBeVisible();
  await story.getByRole('button', { name: 'See it happen' }).click();
  await expect(page.getByText('from a replay file')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('no-resurrection');
  await expect(verdict(page)).toContainText('a promise is broken');
});

test('what was last written to a directory is traced in the lab', async ({ app }) => {
  const { page } = app;
  await app.open(makeStore(app, 'store', { first: 'one', second: 'two' }));
  await view(page, 'Pull the plug');
  await page.getByRole('button', { name: 'Its last writes, traced' }).click();
  await expect(page.getByRole('button', { name: 'Workload: recorded' })).toBeVisible();
  await trace(page).getByRole('radio', { name: 'List' }).click();
  await expect(
    page.getByRole('grid', { name: 'Trace' }).getByRole('row', { name: /asked.*batch of 2/ }),
  ).toBeVisible();
  await page.getByRole('radio', { name: 'no', exact: true }).click();
  await expect(verdict(page)).toContainText('gone');
  await page.getByRole('button', { name: 'Close the crash lab' }).click();
  await expect(page.getByRole('tab', { name: /store/, selected: true })).toBeVisible();
});
