import { expect, test } from './app.ts';

test('a directory dropped on the window opens as a tab', async ({ app }) => {
  const directory = app.copyFixture('guide-session');
  await expect(app.page.getByRole('heading', { name: 'Walscope' })).toBeVisible();
  const session = await app.page.context().newCDPSession(app.page);
  const data = { items: [], files: [directory], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await expect(app.page.getByRole('tab', { name: /guide-session/, selected: true })).toBeVisible();
  await expect(app.page.getByText('type its path')).toBeHidden();
});
