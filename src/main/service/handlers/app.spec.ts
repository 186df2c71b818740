import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';
import { defaultSettings } from '../storage/settings-file.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest({ openAtStart: ['/somewhere'] });
});
afterEach(() => service.close());

test('says what it runs on', async () => {
  const info = await service.call('app.info', {});
  expect(info).toMatchObject({ host: 'web', electron: null, openAtStart: ['/somewhere'] });
});

test('settings change field by field, are told of and survive', async () => {
  expect(await service.call('app.settings', {})).toEqual(defaultSettings);
  const changed = await service.call('app.changeSettings', { theme: 'dark', garbageShare: null });
  expect(changed).toEqual({ ...defaultSettings, theme: 'dark', garbageShare: null });
  expect(service.seen('settings.changed')).toEqual([changed]);
  const stored = await readFile(join(service.directory, 'data', 'settings.json'), 'utf8');
  expect(JSON.parse(stored)).toEqual(changed);
  const refused = await service.refusal('app.changeSettings', { theme: 'pink' });
  expect(refused.code).toBe('INVALID_ARGUMENT');
  expect(refused.message).toContain('theme');
});

test('a broken settings file reads as the defaults', async () => {
  mkdirSync(join(service.directory, 'data'), { recursive: true });
  writeFileSync(join(service.directory, 'data', 'settings.json'), '{"theme": 7');
  expect(await service.call('app.settings', {})).toEqual(defaultSettings);
});

test('examples are copied, each time into a directory of its own', async () => {
  const ids = (await service.call('app.examples', {})).map((example) => example.id);
  expect(ids).toEqual(expect.arrayContaining(['guide-session', 'guide-torn', 'guide-flipped', 'shop']));
  const first = await service.call('app.copyExample', { id: 'guide-torn' });
  const second = await service.call('app.copyExample', { id: 'guide-torn' });
  expect(second.path).not.toBe(first.path);
  expect(await readFile(join(first.path, 'data.log'))).toEqual(
    await readFile(resolve('fixtures/guide-torn/data.log')),
  );
  expect(await service.refusal('app.copyExample', { id: '../..' })).toMatchObject({ code: 'NOT_FOUND' });
});

test('lists sub-directories, and files that can be read by themselves, with the format that they hold', async () => {
  const path = join(service.directory, 'places');
  mkdirSync(join(path, 'plain'), { recursive: true });
  writeFileSync(join(path, 'file.txt'), '');
  copyFileSync(resolve('fixtures/redis-rdb/dump.rdb'), join(path, 'backup.rdb'));
  symlinkSync(await service.fixture('guide-session'), join(path, 'linked'));
  const listing = await service.call('app.listDirectory', { path });
  expect(listing.parent).toBe(service.directory);
  expect(listing.entries).toEqual([
    { name: 'linked', path: join(path, 'linked'), format: 'guide', isFile: false },
    { name: 'plain', path: join(path, 'plain'), format: null, isFile: false },
    { name: 'backup.rdb', path: join(path, 'backup.rdb'), format: 'redis', isFile: true },
  ]);
  expect((await service.call('app.listDirectory', { path: '/' })).parent).toBeNull();
  expect(await service.refusal('app.listDirectory', { path: join(path, 'gone') })).toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('what the host has none of is refused with another way', async () => {
  const dialog = await service.refusal('app.pick', { title: 'Open', what: 'directory' });
  expect(dialog.code).toBe('NOT_FOUND');
  expect(await service.refusal('app.reveal', { path: '/tmp' })).toMatchObject({ code: 'NOT_FOUND' });
});

test('a call that is none, or not as its schema says, is refused by name', async () => {
  expect(await service.refusal('app.format', {})).toMatchObject({ code: 'INVALID_ARGUMENT' });
  const refused = await service.refusal('keys.page', { source: 's', view: 'v', first: -1, count: 1 });
  expect(refused.code).toBe('INVALID_ARGUMENT');
  expect(refused.message).toContain('first');
});
