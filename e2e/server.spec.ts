import { renameSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { Redis } from 'ioredis';
import { expect, test } from './app.ts';
import { makeStore, walscope } from './directories.ts';
import { chooseKey, keyRow, save, status, view } from './person.ts';
import { picture } from './picture.ts';

/** Serves the open directory from Settings, on a port that is free. */
async function serve(page: Page): Promise<{ server: Locator; port: number }> {
  await view(page, 'Settings');
  const server = page.getByRole('region', { name: 'Server' });
  await server.getByRole('textbox', { name: 'Port' }).fill('0');
  await server.getByRole('button', { name: 'Serve to Redis clients' }).click();
  const address = await server.getByText(/^127\.0\.0\.1:\d+$/).textContent();
  return { server, port: Number(address!.split(':')[1]) };
}

test('a directory is served to a Redis client, whose commands and keys are seen', async ({ app }) => {
  const directory = makeStore(app, 'shop', { 'user:1': 'Ada' });
  await app.open(directory);
  const { page } = app;
  const { server, port } = await serve(page);
  const client = new Redis({ port, lazyConnect: true });
  try {
    await client.connect();
    expect(await client.get('user:1')).toBe('Ada');
    await client.hset('cart:1', 'tea', '2');
    await expect(server.getByRole('log')).toContainText('"hset" "cart:1" "tea" "2"');
    await expect(server.getByRole('table', { name: 'Clients' })).toContainText('127.0.0.1');
    await expect(status(page)).toContainText('1client on');
    await picture(app, 'server');
    await view(page, 'Keys');
    await expect(keyRow(page, /cart:1/)).toBeVisible();
  } finally {
    client.disconnect();
  }
  await view(page, 'Settings');
  await server.getByRole('button', { name: 'Stop serving' }).click();
  await expect(server.getByRole('button', { name: 'Serve to Redis clients' })).toBeVisible();
});

test('a long list that a client changes a little at a time is shown whole, as are its earlier versions', async ({
  app,
}) => {
  const directory = makeStore(app, 'queue', { plain: 'text' });
  await app.open(directory);
  const { page } = app;
  const { port } = await serve(page);
  const client = new Redis({ port, lazyConnect: true });
  const jobs = Array.from({ length: 305 }, (_, i) => `job ${i}`);
  try {
    await client.connect();
    await client.rpush('jobs', ...jobs.slice(0, 300));
    for (const job of jobs.slice(300)) await client.rpush('jobs', job);
    await client.lset('jobs', 0, 'changed');
  } finally {
    client.disconnect();
  }
  await view(page, 'Keys');
  await chooseKey(page, /jobs list/);
  const first = page.getByRole('grid', { name: 'Members of the list' }).getByRole('row').first();
  await expect(first).toContainText('changed');
  const versions = page.getByRole('grid', { name: 'Versions of the key' });
  await expect(page.getByRole('complementary').last()).toContainText('7 records in the log');
  await versions.getByRole('row').nth(1).hover();
  await versions.getByRole('row').nth(1).getByRole('button', { name: 'Stage this value again' }).click();
  await expect(first).toContainText('job 0');
  await save(page, 1);
  const stored = JSON.parse(walscope('get', directory, 'jobs').toString()) as string[];
  expect(stored.map((item) => Buffer.from(item, 'base64').toString())).toEqual(jobs);
});

test('a directory that is moved away while it is served is no longer served, and the app says so', async ({
  app,
}) => {
  const directory = makeStore(app, 'shop', { 'user:1': 'Ada' });
  await app.open(directory);
  const { page } = app;
  const { server, port } = await serve(page);
  const client = new Redis({
    port,
    lazyConnect: true,
    retryStrategy: () => null,
  });
  await client.connect();
  const letGo = new Promise((resolve) => client.once('end', resolve));
  renameSync(directory, `${directory}-elsewhere`);
  await letGo;
  await expect(server.getByRole('alert')).toHaveText(
    `${directory} has been deleted or moved while it was open: what clients wrote is lost with it, unless it was moved.`,
  );
  await view(page, 'Keys');
  await expect(status(page)).toContainText('no longer served');
  renameSync(`${directory}-elsewhere`, directory);
  await status(page).getByText('no longer served').click();
  await server.getByRole('button', { name: 'Serve to Redis clients' }).click();
  await expect(server.getByText(/^127\.0\.0\.1:\d+$/)).toBeVisible();
  await expect(server.getByRole('alert')).toBeHidden();
});
