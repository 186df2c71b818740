import { expect, test } from './app.ts';

test('nothing is downloaded but a crash replay, and nothing opens outside but what a story cites', async ({
  app,
}) => {
  const electron = app.electron!;
  await electron.evaluate(({ session, shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    session.defaultSession.on('will-download', (event, item) => {
      seen.push(`${item.getFilename()} ${event.defaultPrevented ? 'refused' : 'taken'}`);
      item.cancel();
    });
    shell.openExternal = async (url) => void seen.push(`opened ${url}`);
  });
  const seen = () => electron.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);

  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'program.exe';
    link.click();
  });
  await expect.poll(seen).toContainEqual('program.exe refused');

  await app.page.getByRole('button', { name: 'Crash lab' }).click();
  await expect(app.page.getByRole('status', { name: 'Verdict' })).toContainText('gone');
  await app.page.getByRole('button', { name: 'Save replay…' }).click();
  await expect
    .poll(seen)
    .toContainEqual(expect.stringMatching(/^walscope-first-look-\d+\.walscope-replay taken$/));

  await app.page.getByRole('tab', { name: 'Stories', exact: true }).click();
  const source = app.page.getByRole('article', { name: 'Page' }).getByRole('link').first();
  await source.click();
  await expect.poll(seen).toContainEqual(`opened ${await source.getAttribute('href')}`);
  await app.page.evaluate(() => void window.open('https://example.com/'));
  expect((await seen()).filter((each) => each.startsWith('opened'))).toHaveLength(1);
});
