import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrashPoint, Unsynced } from '../../../shared/contract/crash.ts';
import { diffRows } from '../../../shared/rows.ts';
import { aofOf } from '../../formats/redis/testing.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

const folder = 'appendonlydir';
const first = `${folder}/appendonly.aof.1.incr.aof`;
const second = `${folder}/appendonly.aof.2.incr.aof`;
const manifest = `${folder}/appendonly.aof.manifest`;
const firstLine = 'file appendonly.aof.1.incr.aof seq 1 type i\n';
const secondLine = 'file appendonly.aof.2.incr.aof seq 2 type i\n';

/** An append-only directory of two parts. */
function directory(files: Record<string, string | Uint8Array> = {}): string {
  const path = join(service.directory, 'redis');
  mkdirSync(join(path, folder), { recursive: true });
  const written = {
    [first]: aofOf(['SET', 'a', '1'], ['SET', 'b', '2']),
    [second]: aofOf(['SET', 'c', '3']),
    [manifest]: firstLine + secondLine,
    ...files,
  };
  for (const [name, content] of Object.entries(written)) writeFileSync(join(path, name), content);
  return path;
}

async function losePower(path: string, point: CrashPoint, unsynced: Unsynced) {
  const { id: source } = await service.call('source.open', { path });
  return service.call('crash.powerLoss', { source, point, unsynced, policy: 'everysec' });
}

test('a copy of an append-only directory has its manifest', async () => {
  const path = directory();
  const offset = readFileSync(join(path, second)).length - 4;
  const session = await losePower(path, { file: second, offset }, 'torn');
  expect(session.verdict).toMatchObject({ code: 'torn-tail', recordsRead: 2 });
  expect(session.counts).toMatchObject({ kept: 2, lostAcknowledged: 0, lostUnpromised: 1 });
  expect(readFileSync(join(session.path, manifest), 'latin1')).toBe(firstLine + secondLine);
});

test('a moment before a part was begun has a manifest without it', async () => {
  const path = directory();
  const offset = readFileSync(join(path, first)).length;
  const session = await losePower(path, { file: first, offset }, 'kept');
  expect(session.verdict).toMatchObject({ code: 'clean', recordsRead: 2 });
  expect(existsSync(join(session.path, second))).toBe(false);
  expect(readFileSync(join(session.path, manifest), 'latin1')).toBe(firstLine);
});

test('the keys before and after say what was done to their structures', async () => {
  const path = directory({ [second]: aofOf(['RPUSH', 'list', 'x', 'y']) });
  const session = await losePower(path, { file: second, offset: 9 }, 'lost');
  const page = await service.call('recovery.diff', {
    session: session.session,
    category: 'changed',
    first: 0,
    count: 9,
  });
  const [row] = diffRows.decode(page.bytes).rows();
  expect(row?.beforeWords).toBe('rpush x y');
});

test('a manifest is there to be damaged', async () => {
  const { id: source } = await service.call('source.open', { path: directory() });
  const files = await service.call('crash.files', { source });
  expect(files.map(({ file }) => file)).toEqual([first, second, manifest]);
  const faults = [{ kind: 'delete' as const, file: manifest }];
  const session = await service.call('crash.damage', { source, faults });
  expect(session.verdict.sentence).toContain('no manifest is there');
});

test('a configuration does not lead from the copy to the original', async () => {
  const path = join(service.directory, 'redis');
  const conf = `appenddirname ${folder}\ndir ${path}\n`;
  const { id: source } = await service.call('source.open', { path: directory({ 'redis.conf': conf }) });
  const faults = [first, second, manifest].map((file) => ({ kind: 'delete' as const, file }));
  await expect(service.call('crash.damage', { source, faults })).rejects.toThrow();
  const session = await service.call('crash.damage', { source, faults: faults.slice(1) });
  expect(readFileSync(join(session.path, 'redis.conf'), 'latin1')).not.toContain(path);
  expect(session.counts.recordsReplayed).toBe(0);
});

test('files that lie elsewhere are not copied', async () => {
  const elsewhere = directory();
  const path = join(service.directory, 'configuration');
  mkdirSync(path);
  writeFileSync(join(path, 'redis.conf'), `dir ${elsewhere}\n`);
  const { id: source } = await service.call('source.open', { path });
  const { records } = await service.call('timeline.open', { source });
  expect(records).toBe(3);
  const point = { file: `../redis/${second}`, offset: 3 };
  const refused = await service.refusal('crash.powerLoss', {
    source,
    point,
    unsynced: 'torn',
    policy: 'always',
  });
  expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(refused.message).toContain(`lie in ${join(elsewhere, folder)}`);
});

test('a killed writer of an append-only file has lost nothing that it had answered', async () => {
  const torn = `${aofOf(['SET', 'c', '3']).toString()}*3\r\n$3\r\nSE`;
  const path = directory({ [second]: torn });
  const { id: source } = await service.call('source.open', { path });
  const kill = { source, policy: 'always' as const, valueBytes: 100, killAfterMs: 40 };
  const ended = await service.jobEnd((await service.call('crash.processKill', kill)).job);
  expect(ended.error).toBeNull();
  expect(await service.call('crash.killRefusal', { source })).toBeNull();
  const [session] = await service.call('crash.sessions', { source });
  expect(session?.counts).toMatchObject({ lostAcknowledged: 0 });
  expect(session?.counts.kept).toBeGreaterThan(4);
  expect(readFileSync(join(path, second), 'latin1')).toBe(torn);
});

test('what no writer of Redis would go on with is refused', async () => {
  const refusalOf = async (path: string) => {
    const { id: source } = await service.call('source.open', { path });
    const kill = { source, policy: 'always' as const, valueBytes: 1, killAfterMs: 1 };
    const { error } = await service.jobEnd((await service.call('crash.processKill', kill)).job);
    expect(await service.call('crash.killRefusal', { source })).toBe(error?.message);
    return error?.code;
  };
  const snapshot = join(service.directory, 'snapshot');
  mkdirSync(snapshot);
  copyFileSync('fixtures/redis-rdb/dump.rdb', join(snapshot, 'dump.rdb'));
  expect(await refusalOf(snapshot)).toBe('INVALID_ARGUMENT');
  expect(await refusalOf(directory({ [first]: '*1\r\nno\r\n' }))).toBe('CORRUPT');
});

test('of a log that begins with a snapshot what was appended is lost, and the snapshot never', async () => {
  const path = join(service.directory, 'preamble');
  mkdirSync(path);
  copyFileSync('fixtures/redis-6.2.14_aof-small/appendonly.aof', join(path, 'appendonly.aof'));
  const { id: source } = await service.call('source.open', { path });
  const { files, records } = await service.call('timeline.open', { source });
  expect(files).toMatchObject([{ name: 'appendonly.aof', kind: 'log' }]);
  const point = { file: 'appendonly.aof', offset: readFileSync(join(path, 'appendonly.aof')).length - 3 };
  const torn = await losePower(path, point, 'torn');
  expect(torn.verdict).toMatchObject({ code: 'torn-tail', recordsRead: records - 1 });
  const lost = await losePower(path, point, 'lost');
  expect(lost.verdict.code).toBe('clean');
  expect(lost.counts.recordsReplayed).toBeGreaterThan(50);
  expect(lost.counts.recordsReplayed).toBeLessThan(records - 1);
  const refused = { ...point, offset: 5 };
  await expect(losePower(path, refused, 'torn')).rejects.toThrow('Choose a byte of appendonly.aof from');
});
