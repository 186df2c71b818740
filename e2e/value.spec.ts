import { randomBytes } from 'node:crypto';
import { expect, test } from './app.ts';
import { makeStore, valueOnDisk, walscope } from './directories.ts';
import { chooseKey, edit, editor, save, staged } from './person.ts';

const day = 86_400_000;

test('a value is saved byte for byte as typed, and its deadline is kept until it is changed', async ({
  app,
}) => {
  const spaced = '{ "name":"Ada",\t"tags": [1,2 , 3],  "note": "é" }\n';
  const deadline = Date.now() + 3 * day;
  const longKey = `long:${'k'.repeat(1995)}`;
  const directory = makeStore(
    app,
    'values',
    {
      doc: spaced,
      timed: 'before',
      plain: 'x',
      lines: 'one\r\ntwo\r\nthree\u202e',
      [longKey]: 'at the end of a long key',
    },
    { expireAt: { timed: deadline } },
  );
  await app.open(directory);
  const { page } = app;
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await test.step('JSON keeps all that was not typed over, down to its spaces', async () => {
    await chooseKey(page, 'doc string');
    await expect(page.getByRole('radio', { name: 'JSON' })).toBeChecked();
    await editor(page).getByText('"Ada"').click();
    await press('End', 'ArrowLeft', 'ArrowLeft', 'Backspace', 'Backspace', 'Backspace');
    await page.keyboard.type('Grace');
    await expect(staged(page)).toContainText('Grace');
    await save(page, 1);
    expect(valueOnDisk(directory, 'doc').toString()).toBe(spaced.replace('Ada', 'Grace'));
  });

  await test.step('characters that show nothing stand by their numbers, and are kept', async () => {
    await chooseKey(page, 'lines string');
    await expect(editor(page)).toContainText('one\\x0d');
    await expect(editor(page)).toContainText('\\u202e');
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('!');
    await expect(page.getByRole('region', { name: 'What changes' })).toContainText('three\\u202e!');
    await save(page, 1);
    expect(valueOnDisk(directory, 'lines').toString()).toBe('one\r\ntwo\r\nthree\u202e!');
    await chooseKey(page, 'doc string');
  });

  await test.step('what is no JSON is told and not staged; as text it can be', async () => {
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('[1,');
    await expect(page.getByText('Not staged while it is no JSON')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Save \d/ })).toBeHidden();
    await page.getByRole('radio', { name: 'Text' }).click();
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('[1,');
    await save(page, 1);
    expect(valueOnDisk(directory, 'doc').toString()).toBe('[1,');
  });

  await test.step('an edit of the value keeps the deadline', async () => {
    await edit(page, 'timed', 'after');
    await expect(page.getByText('The deadline is kept.')).toBeVisible();
    await save(page, 1);
    expect(lineOf(directory, 'timed')).toMatchObject({ value: base64('after'), expireAt: deadline });
  });

  await test.step('the deadline is changed, and taken away', async () => {
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('textbox', { name: 'Expires' }).fill('2 h');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(staged(page)).toContainText('expires');
    await save(page, 1);
    const { expireAt } = lineOf(directory, 'timed');
    expect(Math.abs((expireAt ?? 0) - Date.now() - 2 * 3_600_000)).toBeLessThan(120_000);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('button', { name: 'Never' }).click();
    await save(page, 1);
    expect(lineOf(directory, 'timed')).toMatchObject({ value: base64('after'), expireAt: null });
  });

  await test.step('an empty value is a value', async () => {
    await chooseKey(page, 'plain string');
    await editor(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await save(page, 1);
    expect(valueOnDisk(directory, 'plain')).toHaveLength(0);
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('0 B');
  });

  await test.step('a key longer than a row shows is the same key', async () => {
    await chooseKey(page, /long:kkk/);
    await expect(editor(page)).toHaveText('at the end of a long key');
    await editor(page).click();
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await save(page, 1);
    expect(valueOnDisk(directory, longKey).toString()).toBe('at the end of a long key!');
    expect(walscope('keys', directory).toString().trim().split('\n')).toHaveLength(5);
  });
});

test('bytes that are no text are edited as hex, large values are read in parts, old values come back', async ({
  app,
}) => {
  const broken = Uint8Array.of(0x00, 0xff, 0xfe, 0x41, 0xc3, 0x28, 0x0a, 0x80);
  const large = randomBytes(3 * 1024 * 1024);
  // A digit that stands there already would be no edit.
  large[0] = 0xff;
  const older = `${'older '.repeat(20_000)}`;
  const directory = makeStore(app, 'bytes', { broken, large, grown: older });
  walscope('set', directory, 'grown', 'newer');
  await app.open(directory);
  const { page } = app;
  const hex = page.getByRole('group', { name: 'Value as hex' });

  await test.step('one byte of invalid UTF-8 is typed over, all others stay', async () => {
    await chooseKey(page, 'broken string');
    await expect(page.getByText('Not UTF-8 from byte 1 on, so it opens as hex.')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Text' })).toBeDisabled();
    await hex.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.type('5a');
    await expect(staged(page)).toContainText('broken');
    await save(page, 1);
    const expected = broken.slice();
    expected[3] = 0x5a;
    expect([...valueOnDisk(directory, 'broken')]).toEqual([...expected]);
  });

  await test.step('an older value of more than 64 KiB is staged again', async () => {
    // What was saved last moves to the top: a click meant for a row must not meet another.
    await expect(page.getByRole('grid', { name: 'Keys' }).getByRole('row').first()).toContainText('broken');
    await chooseKey(page, 'grown string');
    await expect(editor(page)).toHaveText('newer');
    const versions = page.getByRole('grid', { name: 'Versions of the key' });
    await versions.getByRole('row').nth(1).hover();
    await versions.getByRole('row').nth(1).getByRole('button', { name: 'Stage this value again' }).click();
    await save(page, 1);
    expect(valueOnDisk(directory, 'grown').toString()).toBe(older);
  });

  await test.step('the deadline of a value that has not been read whole is changed all the same', async () => {
    await chooseKey(page, 'large string');
    await expect(page.getByText('The first 64 KiB of 3.0 MiB')).toBeVisible();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('textbox', { name: 'Expires' }).fill('2 h');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(staged(page)).toContainText('expires');
    await save(page, 1);
    expect(valueOnDisk(directory, 'large').equals(large)).toBe(true);
    const { expireAt } = lineOf(directory, 'large');
    expect(Math.abs((expireAt ?? 0) - Date.now() - 2 * 3_600_000)).toBeLessThan(120_000);
    await chooseKey(page, 'grown string');
  });

  await test.step('a value of 3 MiB is read in parts', async () => {
    await chooseKey(page, 'large string');
    await expect(page.getByText('The first 64 KiB of 3.0 MiB')).toBeVisible();
    await expect(page.getByText('edit it once it is whole')).toBeVisible();
    await page.getByRole('button', { name: 'Load 2.9 MiB' }).click();
    await expect(page.getByText('edit it once it is whole')).toBeHidden();
    await expect(page.getByText('3,145,728 B', { exact: true })).toBeVisible();
    await hex.focus();
    await page.keyboard.type('0');
    await expect(staged(page)).toContainText('large');
    await page.keyboard.type('0');
    await expect(hex).toContainText('00000000 00');
    await save(page, 1);
    const saved = valueOnDisk(directory, 'large');
    expect(saved[0]).toBe(0);
    expect(saved.subarray(1).equals(large.subarray(1))).toBe(true);
  });
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

function lineOf(directory: string, key: string): { value: string; expireAt: number | null } {
  return JSON.parse(walscope('get', directory, key, '--json').toString());
}
