import { join } from 'node:path';
import { expect, test } from './app.ts';
import { root } from './root.ts';

test('a crash replay dropped on the window opens in the lab', async ({ app }) => {
  await expect(app.page.getByRole('heading', { name: 'Walscope' })).toBeVisible();
  const session = await app.page.context().newCDPSession(app.page);
  const replay = join(root, 'fixtures', 'crash-replay', 'lost-write.walscope-replay');
  const data = { items: [], files: [replay], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await expect(app.page.getByText('from a replay file')).toBeVisible();
  await expect(app.page.getByRole('status', { name: 'Verdict' })).toContainText('1 answered write is gone');
});
