import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { looseText, utf8 } from '../../shared/bytes.ts';
import { FaultyFileSystem } from '../engine/fs/faulty-file-system.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { fixture } from '../formats/testing/fixtures.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../service/specs/service-under-test.ts';
import { serveStore } from './store-server.ts';

let service: ServiceUnderTest;
let source: string;
beforeEach(async () => {
  service = serviceUnderTest({ serveStore });
  const path = join(service.directory, 'store');
  source = (await service.call('source.open', { path, create: true })).id;
});
afterEach(() => service.close());

test('an open directory is served: clients and the app see the same keys at once', async () => {
  const { port } = await service.call('server.start', { source, port: 0 });
  const client = new Redis({ port, lazyConnect: true });
  await client.connect();
  try {
    await client.set('from:client', 'hello');
    const value = await service.call('keys.value', {
      source,
      key: utf8('from:client'),
      offset: 0,
      length: 100,
    });
    expect(looseText(value!.bytes)).toBe('hello');
    const change = { op: 'set', key: utf8('from:app'), value: utf8('there'), expireAt: null } as const;
    await service.call('edits.save', { source, changes: [change] });
    expect(await client.get('from:app')).toBe('there');
    await service.event('server.changed', ({ serving }) => (serving?.tail.join() ?? '').includes('from:app'));
    expect(await service.call('server.status', { source })).toMatchObject({
      port,
      clientCount: 1,
      clients: [{ db: 0, lastCommand: expect.stringMatching(/get/i) }],
    });
  } finally {
    client.disconnect();
  }
  await service.call('server.stop', { source });
  expect(await service.call('server.status', { source })).toBeNull();
});

test('closing the tab lets the clients go, and a port that is taken is refused in a sentence', async () => {
  const { port } = await service.call('server.start', { source, port: 0 });
  const other = (await service.call('source.open', { path: join(service.directory, 'other'), create: true }))
    .id;
  expect(await service.refusal('server.start', { source: other, port })).toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
  await client.connect();
  const gone = new Promise((resolve) => client.once('end', resolve));
  await service.call('source.close', { source });
  await gone;
});

test('is no longer served once its directory has been moved: clients are let go, and one sentence says why', async () => {
  const { port } = await service.call('server.start', { source, port: 0 });
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
  await client.connect();
  const gone = new Promise((resolve) => client.once('end', resolve));
  const path = join(service.directory, 'store');
  await rename(path, `${path}-elsewhere`);
  const { endedFor } = await service.event('server.changed', ({ serving }) => serving === null);
  expect(endedFor).toBe(
    `${path} has been deleted or moved while it was open: what clients wrote is lost with it, unless it was moved.`,
  );
  await gone;
  expect(await service.call('server.status', { source })).toBeNull();
  expect(await service.refusal('server.start', { source, port: 0 })).toEqual(
    expect.objectContaining({ code: 'NOT_FOUND', message: endedFor }),
  );
});

test('what is only looked at is not served', async () => {
  const { id } = await service.call('source.open', { path: fixture('guide-session') });
  expect(await service.refusal('server.start', { source: id, port: 0 })).toMatchObject({
    code: 'WRONG_FORMAT',
    message: expect.stringContaining('convert it'),
  });
});

test('a disk that is full for a client is told in the app, which may go on saving once there is space', async () => {
  const fileSystem = new FaultyFileSystem(nodeFileSystem);
  const full = serviceUnderTest({ serveStore, fileSystem });
  const path = join(full.directory, 'store');
  const { id } = await full.call('source.open', { path, create: true });
  const { port } = await full.call('server.start', { source: id, port: 0 });
  const client = new Redis({ port, lazyConnect: true });
  try {
    await client.connect();
    fileSystem.arm({ kind: 'write', nth: fileSystem.count('write') + 1, errno: 'ENOSPC', duration: 'stays' });
    // Whose write was on its way is disconnected, and tries again by itself.
    await expect(client.set('a', '1')).rejects.toThrow(/full/);
    const told = await full.event('source.status', ({ durability }) => durability?.failure != null);
    expect(told).toMatchObject({
      readOnly: false,
      durability: { failure: expect.stringContaining('the disk is full') },
    });
    fileSystem.heal();
    await vi.waitFor(() => client.set('a', '1'), { timeout: 5000, interval: 200 });
    await full.event('source.status', ({ durability, keys }) => keys === 1 && durability?.failure === null);
  } finally {
    client.disconnect();
    await full.close();
  }
});
