import { join } from 'node:path';
import { expect, test } from './app.ts';
import { root } from './root.ts';

test.use({ startWith: [join(root, 'fixtures', 'crash-replay', 'lost-write.walscope-replay')] });

test('a crash replay of the command line opens in the lab', async ({ app }) => {
  await expect(app.page.getByText('from a replay file')).toBeVisible();
  await expect(app.page.getByRole('status', { name: 'Verdict' })).toContainText('1 answered write is gone');
});
