import { expect, test } from './app.ts';
import { putOnClipboard } from './clipboard.ts';
import { makeStore, valueOnDisk, walscope } from './directories.ts';
import { chooseKey, editor, save } from './person.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('what is pasted is what is saved, line breaks and all', async ({ app }) => {
  const lines = 'one\r\ntwo\n\tthree\n';
  const directory = makeStore(app, 'pasted', { text: 'before' });
  await app.open(directory);
  const { page } = app;

  await test.step('into a value', async () => {
    await chooseKey(page, 'text string');
    await putOnClipboard(app, lines);
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+V');
    await save(page, 1);
    expect(valueOnDisk(directory, 'text').toString()).toBe(lines);
  });

  await test.step('into fields of one line, where a break stands as it is typed', async () => {
    await page.getByRole('button', { name: 'Add key' }).click();
    const form = page.getByRole('form', { name: 'Add key' });
    await form.getByRole('combobox', { name: 'Type' }).selectOption('list');
    await form.getByRole('textbox', { name: 'Value' }).fill('first');
    await putOnClipboard(app, 'a\nkey');
    await form.getByRole('textbox', { name: 'Key' }).focus();
    await page.keyboard.press('ControlOrMeta+V');
    await expect(form.getByRole('textbox', { name: 'Key' })).toHaveValue('a\\x0akey');
    await form.getByRole('button', { name: 'Stage key' }).click();
    await putOnClipboard(app, lines);
    await page.getByRole('textbox', { name: 'Element of the new element' }).focus();
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('Enter');
    const members = page.getByRole('grid', { name: 'Members of the list' });
    await expect(members.getByRole('row')).toHaveCount(2);
    await members.getByRole('gridcell', { name: 'first' }).dblclick();
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('Enter');
    await save(page, 1);
    expect(JSON.parse(walscope('get', directory, 'a\nkey').toString())).toEqual([
      base64(lines),
      base64(lines),
    ]);
  });
});
