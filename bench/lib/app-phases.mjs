/** What a person does with a directory of a million keys, each with the moment at which the app has done it. */

const rows = '[role="grid"][aria-label="Keys"] .tr[role="row"]';
const limitMs = 120_000;
const frameMs = 16;

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} directory
 * @param {import('./million-directory.mjs').Expected} expected
 * @returns {{title: string, act: () => Promise<void>, done: () => Promise<unknown>}[]}
 */
export function phases(page, directory, expected) {
  const filter = page.getByRole('searchbox', { name: 'Filter keys' });
  const mode = page.getByRole('combobox', { name: 'Filter mode' });
  const head = (name) => page.getByRole('columnheader', { name }).getByRole('button');
  const firstRowHas = (text) =>
    waitFor(page, ({ selector, text }) => document.querySelector(selector)?.textContent?.includes(text), {
      text,
    });
  const countIs = (count) =>
    waitFor(
      page,
      ({ selector, count }) =>
        document.querySelector('[role="grid"][aria-label="Keys"]')?.getAttribute('aria-rowcount') ===
          String(count) && document.querySelector(selector) !== null,
      { count },
    );
  return [
    {
      title: 'open, first rows',
      act: () => openDirectory(page, directory),
      done: () => waitFor(page, ({ selector }) => document.querySelector(selector) !== null, {}),
    },
    {
      title: 'then all keys in order, the newest first',
      act: async () => undefined,
      done: () => firstRowHas(expected.newestKey),
    },
    { title: 'scroll by wheel, page keys, ends', act: () => scrollThrough(page), done: () => settled(page) },
    {
      title: 'filter by substring',
      act: async () => {
        await mode.selectOption('substring');
        await filter.fill(expected.substring.text);
      },
      done: () => countIs(expected.substring.count),
    },
    {
      title: 'filter by glob',
      act: async () => {
        await filter.fill('');
        await mode.selectOption('glob');
        await filter.fill(expected.glob.text);
      },
      done: () => countIs(expected.glob.count),
    },
    { title: 'clear the filter', act: () => filter.fill(''), done: () => countIs(1_000_000) },
    { title: 'sort by key', act: () => head('Key').click(), done: () => firstRowHas(expected.firstKey) },
    {
      title: 'sort by key, descending',
      act: () => head('Key').click(),
      done: () => firstRowHas(expected.lastKey),
    },
    {
      title: 'sort by size',
      act: () => head('Record, B').click(),
      done: () => atTop(page, expected.largestKey),
    },
  ];
}

/** Looked at once a frame in the page itself: a question from outside would only be answered between its tasks. */
function waitFor(page, condition, given) {
  return page.waitForFunction(condition, { selector: rows, ...given }, { polling: 'raf', timeout: limitMs });
}

const settled = (page) =>
  waitFor(
    page,
    ({ selector }) =>
      document.querySelector(selector) !== null && document.querySelector('[role="progressbar"]') === null,
    {},
  );

/** The list stays where the chosen key is: it is sorted once the key that is looked for stands at the top. */
async function atTop(page, key) {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    await page.getByRole('grid', { name: 'Keys' }).evaluate((element) => {
      element.scrollTop = 0;
    });
    await page.waitForTimeout(100);
    if ((await page.locator(rows).first().textContent())?.includes(key)) return;
  }
  throw new Error(`${key} did not come to the top`);
}

async function openDirectory(page, directory) {
  const path = page.getByRole('combobox', { name: /path/i });
  await path.fill(directory);
  await path.press('Enter');
}

async function scrollThrough(page) {
  const grid = page.getByRole('grid', { name: 'Keys' });
  await grid.hover();
  for (let step = 0; step < 120; step++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(frameMs);
  }
  await grid.focus();
  for (const share of [0.9, 0.1, 0.5, 0.75, 0.25]) {
    await grid.evaluate((element, at) => {
      element.scrollTop = at * (element.scrollHeight - element.clientHeight);
    }, share);
    await page.waitForTimeout(10 * frameMs);
  }
  for (const key of ['End', 'Home', ...Array(30).fill('PageDown')]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(frameMs);
  }
}
