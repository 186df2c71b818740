import { join } from 'node:path';
import { expect, test } from './app.ts';
import { root } from './root.ts';

test.use({ startWith: [join(root, 'fixtures', 'guide-session'), join(root, 'fixtures', 'guide-torn')] });

test('directories of the command line open as tabs', async ({ app }) => {
  await expect(app.page.getByRole('tab', { name: /guide-session/ })).toBeVisible();
  await expect(app.page.getByRole('tab', { name: /guide-torn/ })).toBeVisible();
});
