import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';

const floor = { width: 1000, height: 700 };

test('the form for a new key is whole in the narrowest window', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize(floor);
  await app.open(makeStore(app, 'small', { a: '1' }));
  await page.getByRole('button', { name: 'Add key' }).click();
  const form = page.getByRole('form', { name: 'Add key' });
  // A trial click finds out whether something covers it.
  await form.getByRole('button', { name: 'Cancel' }).click({ trial: true });
  const [box, cancel] = await Promise.all([
    form.boundingBox(),
    form.getByRole('button', { name: 'Cancel' }).boundingBox(),
  ]);
  if (!box || !cancel) throw new Error('The form is not there.');
  expect(cancel.x + cancel.width).toBeLessThanOrEqual(box.x + box.width);
});

test('the tab in front is in sight, however many there are', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize(floor);
  const names = Array.from({ length: 10 }, (_, at) => `directory-${at}`);
  for (const name of names) await app.open(makeStore(app, name, { a: '1' }));
  const tabs = page.getByRole('tablist', { name: 'Open directories' });
  await expect(tabs.getByRole('tab', { name: 'directory-9' })).toBeInViewport({ ratio: 0.99 });
  await tabs.hover();
  await page.mouse.wheel(0, -2000);
  await tabs.getByRole('tab', { name: 'directory-0' }).click();
  await expect(tabs.getByRole('tab', { name: 'directory-0' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(tabs.getByRole('tab', { name: 'directory-9' })).toBeInViewport({ ratio: 0.99 });
});
