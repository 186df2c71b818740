import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { root } from './root.ts';

test('a crash replay dropped on the page opens in the lab', async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Walscope' })).toBeVisible();
  const text = readFileSync(join(root, 'fixtures', 'crash-replay', 'lost-write.walscope-replay'), 'utf8');
  const dropped = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'lost-write.walscope-replay'));
    return transfer;
  }, text);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator('body').dispatchEvent(type, { dataTransfer: dropped });
  }
  await expect(page.getByText('from a replay file')).toBeVisible();
  await expect(page.getByRole('status', { name: 'Verdict' })).toContainText('1 answered write is gone');
});
