import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

test('a guide directory opens forensically, and nothing in it changes', async () => {
  const path = await service.fixture('guide-session');
  const before = await stat(join(path, 'data.log'));
  const bytes = await readFile(join(path, 'data.log'));
  const info = await service.call('source.open', { path });
  expect(info).toMatchObject({ format: 'guide', forensic: true, readOnly: true, name: 'guide-session' });
  expect(info.verdict.damage).toBe('none');
  expect(info.status).toMatchObject({ keys: 1, records: 4, sizeBytes: 86 });
  await service.call('source.close', { source: info.id });
  expect(await readdir(path)).toEqual(['data.log']);
  expect(await readFile(join(path, 'data.log'))).toEqual(bytes);
  expect((await stat(join(path, 'data.log'))).mtimeMs).toBe(before.mtimeMs);
});

test('opening the same directory again gives the same source', async () => {
  const path = await service.fixture('guide-session');
  const [first, second] = await Promise.all([
    service.call('source.open', { path }),
    service.call('source.open', { path: `${path}/.` }),
  ]);
  expect(second.id).toBe(first.id);
  expect(await service.call('source.list', {})).toHaveLength(1);
});

test('what cannot be opened says why', async () => {
  const { directory } = service;
  mkdirSync(join(directory, 'empty'));
  mkdirSync(join(directory, 'photos'));
  writeFileSync(join(directory, 'photos', 'cat.txt'), 'meow');
  const refusal = (path: string) => service.refusal('source.open', { path });
  expect(await refusal(join(directory, 'gone'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusal(join(directory, 'photos', 'cat.txt'))).toMatchObject({ code: 'UNKNOWN_FORMAT' });
  expect(await refusal(join(directory, 'empty'))).toMatchObject({ code: 'UNKNOWN_FORMAT' });
  const unknown = await refusal(join(directory, 'photos'));
  expect(unknown.code).toBe('UNKNOWN_FORMAT');
  expect(unknown.message).toContain('cat.txt');
});

test('a damaged directory opens with its verdict and what can be salvaged', async () => {
  const torn = await service.call('source.open', { path: await service.fixture('guide-torn') });
  expect(torn.verdict).toMatchObject({ code: 'torn-tail', damage: 'torn-tail' });
  const flipped = await service.call('source.open', { path: await service.fixture('guide-flipped') });
  expect(flipped.verdict.damage).toBe('corrupt');
  expect(flipped.capabilities).toContain('salvage');
});

test('another engine’s directory is not written to', async () => {
  const { id } = await service.call('source.open', { path: await service.fixture('guide-session') });
  const changes = [{ op: 'delete', key: new Uint8Array([1]) }];
  expect(await service.refusal('edits.save', { source: id, changes })).toMatchObject({ code: 'READ_ONLY' });
  expect(await service.refusal('source.sync', { source: id })).toMatchObject({ code: 'READ_ONLY' });
  expect(await service.refusal('maintenance.snapshot', { source: id })).toMatchObject({ code: 'READ_ONLY' });
  expect(await service.refusal('source.acceptDamage', { source: id })).toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

test('an opened directory is remembered with what was found in it', async () => {
  const path = await service.fixture('guide-torn');
  await service.call('source.open', { path });
  const [recent] = await service.call('app.recents', {});
  expect(recent).toMatchObject({ path, format: 'guide', exists: true, damage: 'torn-tail', keys: 1 });
  expect(await service.call('app.forgetRecent', { path })).toEqual([]);
});

test('a closed source is told of and not found any more', async () => {
  const { id } = await service.call('source.open', { path: await service.fixture('guide-session') });
  await service.call('source.close', { source: id });
  expect(service.seen('source.closed')).toEqual([{ source: id }]);
  expect(await service.refusal('source.info', { source: id })).toMatchObject({ code: 'NOT_FOUND' });
});
