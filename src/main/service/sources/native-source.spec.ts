import { expect, test, vi } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { FaultyFileSystem } from '../../engine/fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import { writeFace } from './faces.ts';
import { NativeSource } from './native-source.ts';

const path = '/db';
const change = { op: 'set' as const, key: utf8('a'), value: utf8('1') };

async function opened() {
  const fileSystem = new FaultyFileSystem(new MemoryFileSystem());
  const options = { create: true, fileSystem };
  const reader = formatOf('walscope')!;
  const source = await NativeSource.open({
    id: 's',
    path,
    reader,
    fileSystem,
    readOnlyReason: null,
    options,
  });
  const fail = (kind: 'write' | 'sync', errno: 'ENOSPC' | 'EIO') =>
    fileSystem.arm({ kind, nth: fileSystem.count(kind) + 1, errno, duration: 'stays' });
  return { source, fail, heal: () => fileSystem.heal() };
}

test('a full disk leaves it writable, so that saving again works once there is space', async () => {
  const { source, fail, heal } = await opened();
  const told = vi.fn();
  source.onInfo(told);
  fail('write', 'ENOSPC');
  await expect(writeFace(source).batch([change])).rejects.toMatchObject({ code: 'NO_SPACE' });
  expect(source.info()).toMatchObject({ readOnly: false, readOnlyReason: null });
  expect(source.capabilities.has('write')).toBe(true);
  expect(source.status().durability?.failure).toContain('full');
  expect(told).toHaveBeenCalled();
  heal();
  await vi.waitFor(() => writeFace(source).batch([change]), { timeout: 5000, interval: 200 });
  expect(source.status()).toMatchObject({ readOnly: false, keys: 1, durability: { failure: null } });
  await source.close();
});

test('a full disk is told as well when somebody else has written to the store, as a server does', async () => {
  const { source, fail, heal } = await opened();
  const told = vi.fn();
  source.onStatus(told);
  fail('write', 'ENOSPC');
  const { store } = source.opened();
  await expect(store.set('a', '1')).rejects.toMatchObject({ code: 'NO_SPACE' });
  expect(told).toHaveBeenCalled();
  expect(source.status()).toMatchObject({
    readOnly: false,
    durability: { failure: expect.stringContaining('full') },
  });
  expect(source.capabilities.has('write')).toBe(true);
  heal();
  told.mockClear();
  await vi.waitFor(() => store.set('a', '1'), { timeout: 5000, interval: 200 });
  expect(told).toHaveBeenCalled();
  expect(source.status().durability?.failure).toBeNull();
  await source.close();
});

test('after a failed fsync nothing is written any more', async () => {
  const { source, fail, heal } = await opened();
  fail('sync', 'EIO');
  await expect(writeFace(source).batch([change])).rejects.toMatchObject({ code: 'FSYNC_FAILED' });
  heal();
  expect(source.info().readOnly).toBe(true);
  expect(source.capabilities.has('write')).toBe(false);
  expect(() => writeFace(source)).toThrow(/read-only/);
  await source.close();
});
