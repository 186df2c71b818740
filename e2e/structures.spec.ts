import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { makeStore, walscope } from './directories.ts';
import { chooseKey, save, staged } from './person.ts';

test('a hash is made, its fields are changed in the table, and the directory has them', async ({ app }) => {
  const directory = makeStore(app, 'shop', { plain: 'text' });
  await app.open(directory);
  const { page } = app;
  const members = page.getByRole('grid', { name: 'Members of the hash' });
  const found = page.getByRole('contentinfo').getByText('The only record is there.');
  await expect(found).toBeVisible();

  await test.step('add a key of another type', async () => {
    await page.getByRole('button', { name: 'Add key' }).click();
    const form = page.getByRole('form', { name: 'Add key' });
    await form.getByRole('textbox', { name: 'Key' }).fill('cart:1');
    await form.getByRole('combobox', { name: 'Type' }).selectOption('hash');
    await form.getByRole('textbox', { name: 'Value' }).fill('tea');
    await form.getByRole('button', { name: 'Stage key' }).click();
    await expect(form.getByRole('alert')).toContainText('field=value');
    await form.getByRole('textbox', { name: 'Value' }).fill('tea=2\nmilk=1');
    await form.getByRole('button', { name: 'Stage key' }).click();
    await expect(members.getByRole('row')).toHaveCount(2);
    await save(page, 1);
    expect(walscope('get', directory, 'cart:1').toString()).toBe('{"dGVh":"Mg==","bWlsaw==":"MQ=="}\n');
    // What was found when it was opened is no longer all there is.
    await expect(found).toBeHidden();
  });

  await test.step('change a value in its cell, add a field and remove one', async () => {
    await chooseKey(page, /cart:1/);
    await members.getByRole('gridcell', { name: '2', exact: true }).dblclick();
    await page.getByRole('textbox', { name: 'Value', exact: true }).fill('3');
    await page.keyboard.press('Enter');
    await expect(members.getByRole('gridcell', { name: '3', exact: true })).toBeVisible();
    await page.getByRole('textbox', { name: 'Field of the new field' }).fill('sugar');
    await page.getByRole('textbox', { name: 'Value of the new field' }).fill('9');
    await page.keyboard.press('Enter');
    await expect(members.getByRole('row')).toHaveCount(3);
    await page.getByRole('textbox', { name: 'Field of the new field' }).fill('sugar');
    await page.keyboard.press('Enter');
    await expect(page.getByText('This field is there already')).toBeVisible();
    await members.getByRole('row', { name: /milk/ }).click();
    await page.keyboard.press('Delete');
    await expect(members.getByRole('row')).toHaveCount(2);
    await save(page, 1);
    expect(walscope('get', directory, 'cart:1').toString()).toBe('{"dGVh":"Mw==","c3VnYXI=":"OQ=="}\n');
  });

  await test.step('and the change is undone as a new record', async () => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(members.getByRole('row', { name: /milk/ })).toBeVisible();
    await save(page, 1);
    expect(walscope('get', directory, 'cart:1').toString()).toBe('{"dGVh":"Mg==","bWlsaw==":"MQ=="}\n');
  });
});

test('each edit of a structure is a step to undo, is shown by its members, and saved from where one types', async ({
  app,
}) => {
  const directory = makeStore(app, 'shop', { plain: 'text' });
  await app.open(directory);
  const { page } = app;
  const members = page.getByRole('grid', { name: 'Members of the hash' });
  const field = page.getByRole('textbox', { name: 'Field of the new field' });
  const value = page.getByRole('textbox', { name: 'Value of the new field' });
  const add = async (name: string, what: string) => {
    await field.fill(name);
    await value.fill(what);
    await page.keyboard.press('Enter');
    await expect(members.getByRole('row', { name })).toBeVisible();
  };
  await page.getByRole('button', { name: 'Add key' }).click();
  const form = page.getByRole('form', { name: 'Add key' });
  await form.getByRole('textbox', { name: 'Key' }).fill('cart:1');
  await form.getByRole('combobox', { name: 'Type' }).selectOption('hash');
  await form.getByRole('textbox', { name: 'Value' }).fill('tea=2');
  await form.getByRole('button', { name: 'Stage key' }).click();
  await save(page, 1);
  await add('milk', '1');
  await add('sugar', '9');
  await expect(staged(page)).toContainText('milk=1');
  await members.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(members.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(members.getByRole('row')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(members.getByRole('row')).toHaveCount(2);
  await add('salt', '3');
  await field.press('ControlOrMeta+s');
  await expect(staged(page)).toContainText('1 change saved');
  expect(walscope('get', directory, 'cart:1').toString()).toBe(
    '{"dGVh":"Mg==","bWlsaw==":"MQ==","c2FsdA==":"Mw=="}\n',
  );
  await members.getByRole('gridcell', { name: '3', exact: true }).dblclick();
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('4');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(staged(page)).toContainText('1 change saved');
  expect(walscope('get', directory, 'cart:1').toString()).toContain('"c2FsdA==":"NA=="');
});

test('a list keeps its order, a sorted set stands by its scores', async ({ app }) => {
  const directory = makeStore(app, 'typed', { plain: 'text' });
  await app.open(directory);
  const { page } = app;
  const add = async (key: string, type: string, lines: string) => {
    await page.getByRole('button', { name: 'Add key' }).click();
    const form = page.getByRole('form', { name: 'Add key' });
    await form.getByRole('textbox', { name: 'Key' }).fill(key);
    await form.getByRole('combobox', { name: 'Type' }).selectOption(type);
    await form.getByRole('textbox', { name: 'Value' }).fill(lines);
    await form.getByRole('button', { name: 'Stage key' }).click();
  };
  await add('queue', 'list', 'first\nsecond\nthird');
  const list = page.getByRole('grid', { name: 'Members of the list' });
  await list.getByRole('row', { name: /third/ }).click();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(list.getByRole('row').nth(1)).toContainText('third');
  await add('board', 'zset', '10 ada\n7 grace');
  const board = page.getByRole('grid', { name: 'Members of the zset' });
  await expect(board.getByRole('row').first()).toContainText('grace');
  await save(page, 2);
  const decoded = (text: string) => Buffer.from(text, 'base64').toString();
  const queue = JSON.parse(walscope('get', directory, 'queue').toString()) as string[];
  expect(queue.map(decoded)).toEqual(['first', 'third', 'second']);
  const scores = JSON.parse(walscope('get', directory, 'board').toString()) as [string, string][];
  expect(scores.map(([member, score]) => [decoded(member), score])).toEqual([
    ['grace', '7'],
    ['ada', '10'],
  ]);
});

test('a stream shows who reads it, and keeps that when an entry is added', async ({ app }) => {
  const directory = join(app.tempDir, 'events');
  const lines = join(app.tempDir, 'events.jsonl');
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const group = {
    name: base64('workers'),
    lastDeliveredId: '2-0',
    entriesRead: 2,
    consumers: [{ name: base64('ada'), seenTime: 1_700_000_000_000 }],
    pending: [['2-0', base64('ada'), 1_700_000_000_000, 3]],
  };
  const stored = {
    key: base64('events'),
    type: 'stream',
    value: [
      ['1-0', [base64('what'), base64('login')]],
      ['2-0', [base64('what'), base64('logout')]],
    ],
    expireAt: null,
    stream: { lastId: '2-0', maxDeletedId: '0-0', entriesAdded: 2, groups: [group] },
  };
  writeFileSync(lines, `${JSON.stringify(stored)}\n`);
  walscope('import', directory, lines);
  await app.open(directory);
  const { page } = app;
  await chooseKey(page, /events/);
  const groups = page.getByRole('table', { name: 'Groups of the stream' });
  await expect(groups.getByRole('row', { name: /workers/ })).toHaveText(/workers2-021/);
  await expect(groups.getByRole('row', { name: /ada/ })).toHaveText(/adaconsumer1/);
  await page.getByRole('textbox', { name: 'Field of the new entry' }).fill('what');
  await page.getByRole('textbox', { name: 'Value of the new entry' }).fill('again');
  await page.keyboard.press('Enter');
  await save(page, 1);
  const out = join(app.tempDir, 'out.jsonl');
  walscope('export', directory, '--out', out);
  const exported = JSON.parse(readFileSync(out, 'utf8')) as typeof stored;
  expect(exported.value).toHaveLength(3);
  expect(exported.stream.groups).toEqual([group]);
});
