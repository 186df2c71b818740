import { expect, test } from './app.ts';
import { makeStore } from './directories.ts';
import { addKey, edit, row, save, status, view } from './person.ts';

test('the gap between answered and proven is in sight, and an fsync closes it', async ({ app }) => {
  await app.open(makeStore(app, 'store', { a: '1', b: '2' }));
  const { page } = app;
  const policy = (name: string) => status(page).getByRole('button', { name: `Fsync policy: ${name}` });

  await test.step('what is saved under always is proven', async () => {
    await edit(page, 'a', 'one');
    await save(page, 1);
    await expect(status(page)).toContainText('Acknowledged3');
    await expect(status(page)).toContainText('Proven on disk3');
    await expect(status(page)).not.toContainText('Gap');
  });

  await test.step('under no it is answered only', async () => {
    await policy('always').click();
    await page.getByRole('menuitemcheckbox', { name: /^no\s*The system/ }).click();
    await expect(policy('no')).toBeVisible();
    await edit(page, 'b', 'two');
    await save(page, 1);
    await expect(status(page)).toContainText(/Gap 1 record · [\d,]+ B · \d/);
    await expect(status(page)).toContainText('Proven on disk3');
    await expect(row(page, 'Keys', /acknowledged, in the OS cache b string/)).toBeVisible();
    const age = () => status(page).getByText(/^Gap/).textContent();
    const before = await age();
    await expect.poll(age).not.toBe(before);
  });

  await test.step('the timeline draws the line between them', async () => {
    await view(page, 'Timeline');
    await expect(page.getByText('Everything below is proven on disk by an fsync')).toBeVisible();
    await expect(row(page, 'Records', /set b two/)).toContainText('OS cache');
    await expect(row(page, 'Records', /set a one/)).toContainText('proven');
  });

  await test.step('an fsync now moves the line to the end', async () => {
    await policy('no').click();
    await page.getByRole('menuitem', { name: 'Fsync now' }).click();
    await expect(status(page)).toContainText('Proven on disk4');
    await expect(status(page)).not.toContainText('Gap');
    await expect(row(page, 'Records', /set b two/)).toContainText('proven');
    await expect(page.getByText('Everything below is proven')).toBeHidden();
  });

  await test.step('everysec closes it by itself', async () => {
    await policy('no').click();
    await page.getByRole('menuitemcheckbox', { name: /^everysec/ }).click();
    await view(page, 'Keys');
    await addKey(page, 'c', 'three');
    await save(page, 1);
    await expect(status(page)).toContainText('Proven on disk5');
    await expect(status(page)).not.toContainText('Gap');
  });
});
