import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasRedis, RealRedis } from '../src/main/formats/redis/real-redis.ts';
import { type App, expect, test } from './app.ts';
import { aof, fingerprint, redisDirectory } from './directories.ts';
import { view } from './person.ts';
import { picture } from './picture.ts';

const before = aof(
  ['SELECT', '0'],
  ['SET', 'user:1', 'Ada Lovelace'],
  ['HSET', 'cart:1', 'tea', '2', 'milk', '1'],
  ['RPUSH', 'queue', 'first'],
);
const middle = aof(['SET', 'user:2', 'Grace Hopper']);
const behind = aof(['RPUSH', 'queue', 'second'], ['SET', 'user:3', 'Edsger'], ['DEL', 'cart:1']);

/** What a real redis-server answers once it has loaded the directory; fails with what it says if it does not. */
async function loadedByRedis(directory: string, questions: string[][]): Promise<string[]> {
  const server = await RealRedis.start(directory, '--appendonly', 'yes');
  try {
    return questions.map((question) => server.ask(...question));
  } finally {
    await server.stop();
  }
}

async function write(app: App, target: string): Promise<void> {
  const { page } = app;
  await page.getByRole('textbox', { name: 'New directory' }).fill(target);
  await page.getByRole('button', { name: 'Write the repaired directory' }).click();
  await expect(page.getByRole('region', { name: 'New directory' }).getByRole('status')).toContainText(
    'written to',
  );
}

test('a Redis directory with a corrupt middle, from opening to one that redis-server loads', async ({
  app,
}) => {
  test.skip(!hasRedis, 'redis-server is not installed');
  const damaged = middle.replace('$12\r\nGrace', '$72\r\nGrace');
  const directory = redisDirectory(app, 'corrupt', before + damaged + behind);
  const log = join(directory, 'appendonlydir');
  const untouched = fingerprint(log);
  await app.open(directory);
  const { page } = app;
  const outcome = page.getByRole('region', { name: 'What comes of it' });

  await test.step('the app says where it is damaged, and offers the workbench', async () => {
    const bar = page.getByRole('alert');
    await expect(bar).toContainText('Damaged at offset');
    await bar.getByRole('button', { name: 'Repair…' }).click();
    await expect(page.getByRole('row', { name: /appendonly\.aof\.1\.incr\.aof/ })).toBeVisible();
  });

  await test.step('each choice shows what it makes of the keys', async () => {
    await page.getByRole('radio', { name: /^End the log here/ }).check();
    await expect(outcome).toContainText('No key is other than the directory shows it now');
    await page.getByRole('radio', { name: /^Skip/ }).check();
    await expect(outcome.getByRole('row', { name: /user:3/ })).toBeVisible();
    await expect(outcome.getByRole('row', { name: /user:2/ })).toBeHidden();
    await page.getByRole('radio', { name: /read as \$12/ }).check();
    await expect(outcome.getByRole('row', { name: /user:2/ })).toBeVisible();
    await expect(page.getByLabel('Bytes as they will be read')).toBeVisible();
    await picture(app, 'repair');
  });

  await test.step('a choice can be undone', async () => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByRole('radio', { name: /^Skip/ })).toBeChecked();
    await page.getByRole('radio', { name: /read as \$12/ }).check();
  });

  await test.step('redis-server loads what was written, and the original is untouched', async () => {
    const target = join(app.tempDir, 'repaired');
    await write(app, target);
    const report = JSON.parse(readFileSync(`${target}.repair.json`, 'utf8'));
    expect(report.places[0].choice).toContain('$72 read as $12');
    expect(fingerprint(log)).toEqual(untouched);
    const answers = await loadedByRedis(target, [
      ['GET', 'user:2'],
      ['GET', 'user:3'],
      ['LRANGE', 'queue', '0', '-1'],
      ['EXISTS', 'cart:1'],
    ]);
    expect(answers).toEqual(['Grace Hopper', 'Edsger', 'first\nsecond', '0']);
  });

  await test.step('and it opens as a sound directory', async () => {
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect(page.getByRole('tab', { name: /repaired/, selected: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Repair', exact: true })).toBeHidden();
  });
});

test('a Redis directory with a torn end', async ({ app }) => {
  test.skip(!hasRedis, 'redis-server is not installed');
  const torn = before + middle + behind.slice(0, 20);
  const directory = redisDirectory(app, 'torn', torn);
  await app.open(directory);
  const { page } = app;
  await view(page, 'Repair');
  await expect(page.getByRole('radio', { name: /^End the log here/ })).toBeChecked();
  await expect(page.getByRole('region', { name: 'What comes of it' })).toContainText('No key is other');
  const target = join(app.tempDir, 'repaired');
  await write(app, target);
  expect(
    await loadedByRedis(target, [
      ['GET', 'user:2'],
      ['HGET', 'cart:1', 'tea'],
    ]),
  ).toEqual(['Grace Hopper', '2']);
});

test('the workbench has nothing to show of a sound directory', async ({ app }) => {
  await app.open(app.copyFixture('guide-session'));
  await expect(app.page.getByRole('button', { name: 'Repair', exact: true })).toBeHidden();
});
