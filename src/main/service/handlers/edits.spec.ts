import { cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import type { Change } from '../../../shared/contract/edits.ts';
import { keyRows } from '../../../shared/rows.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
let path: string;
let source: string;
beforeEach(async () => {
  service = serviceUnderTest();
  path = join(service.directory, 'store');
  source = (await service.call('source.open', { path, create: true })).id;
});
afterEach(() => service.close());

const set = (
  key: string,
  value: string,
  more: { expireAt?: number; ifSeq?: number | null; type?: Extract<Change, { op: 'set' }>['type'] } = {},
): Change => ({
  op: 'set',
  key: utf8(key),
  type: more.type ?? 'string',
  value: utf8(value),
  expireAt: more.expireAt ?? null,
  ...('ifSeq' in more ? { ifSeq: more.ifSeq } : {}),
});
const save = (...changes: Change[]) => service.call('edits.save', { source, changes });
const read = async (key: string) => {
  const value = await service.call('keys.value', { source, key: utf8(key), offset: 0, length: 1000 });
  return value && { ...value, text: looseText(value.bytes) };
};

test('a structure is saved with its type, and nothing but what its type holds', async () => {
  await save(set('h', '{"value":{"Zg==":"MQ=="}}', { type: 'hash' }));
  expect(await read('h')).toMatchObject({ type: 'hash', text: '{"value":{"Zg==":"MQ=="}}' });
  const refused = await service.refusal('edits.save', {
    source,
    changes: [set('h', '{"value":["MQ=="]}', { type: 'hash' })],
  });
  expect(refused).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('h cannot be a hash'),
  });
  expect(await read('h')).toMatchObject({ text: '{"value":{"Zg==":"MQ=="}}' });
});

test('a batch is saved as one and read back with its record', async () => {
  const expireAt = Date.now() + 3_600_000;
  const saved = await save(set('a', 'one'), set('b', 'two', { expireAt }));
  expect(saved).toMatchObject({ lastSeq: saved.firstSeq + 1, durable: true });
  const b = await read('b');
  expect(b).toMatchObject({ text: 'two', expireAt, seq: saved.lastSeq, state: 'live', durable: true });
  expect(b?.crcStored).not.toBeNull();
  expect(b?.crcStored).toBe(b?.crcFound);
  await save({ op: 'delete', key: utf8('a') });
  expect(await read('a')).toBeNull();
});

test('the preview is as long as what is appended, at the place where it is appended', async () => {
  await save(set('first', 'value'));
  const changes = [set('a', 'one'), set('b', 'x'.repeat(100_000))];
  const preview = await service.call('edits.preview', { source, changes });
  expect(preview.bytes).toHaveLength(64 * 1024);
  const { firstSeq } = await save(...changes);
  expect(preview.firstSeq).toBe(firstSeq);
  const written = (await readFile(join(path, preview.file))).subarray(preview.offset);
  expect(written.length).toBeGreaterThanOrEqual(preview.totalBytes);
  const [record] = preview.records;
  const from = record?.offset ?? 0;
  const to = from + (record?.length ?? 0);
  expect(written.subarray(from, to)).toEqual(Buffer.from(preview.bytes.subarray(from, to)));
});

test('a key that changed since it was staged is a conflict, and nothing of the batch is saved', async () => {
  const { lastSeq } = await save(set('k', 'one'));
  await save(set('k', 'two', { ifSeq: lastSeq }));
  const changes = [set('other', 'x'), set('k', 'three', { ifSeq: lastSeq })];
  const refused = await service.refusal('edits.save', { source, changes });
  expect(refused.code).toBe('CONFLICT');
  expect(refused.message).toContain('k');
  expect(await read('other')).toBeNull();
  const created = [set('k', 'new', { ifSeq: null })];
  expect((await service.refusal('edits.save', { source, changes: created })).code).toBe('CONFLICT');
});

test('one key twice in a batch is refused', async () => {
  const refused = await service.refusal('edits.save', { source, changes: [set('k', '1'), set('k', '2')] });
  expect(refused.code).toBe('INVALID_ARGUMENT');
});

test('a view follows what is saved', async () => {
  const query = { filter: null, under: null, sort: { column: 'key' as const, descending: false } };
  const { view } = await service.call('keys.openView', { source, query });
  await save(set('b', '1'), set('a', '2'));
  await service.event('keys.progress', (progress) => progress.view === view && progress.total === 2);
  const page = await service.call('keys.page', { source, view, first: 0, count: 10 });
  expect(
    keyRows
      .decode(page.bytes)
      .rows()
      .map((row) => looseText(row.key)),
  ).toEqual(['a', 'b']);
  await save({ op: 'delete', key: utf8('a') });
  await service.event('keys.progress', (progress) => progress.view === view && progress.total === 1);
});

test('the timeline follows what is saved, and rows learn their versions from it', async () => {
  await save(set('a', '1'));
  expect(await service.call('timeline.open', { source })).toBeDefined();
  await service.event('timeline.changed', (summary) => summary.exact && summary.records === 1);
  await save(set('a', '2'));
  await service.event('timeline.changed', (summary) => summary.exact && summary.records === 2);
  const query = { filter: null, under: null, sort: { column: 'versions' as const, descending: true } };
  const { view } = await service.call('keys.openView', { source, query });
  await service.event('keys.progress', (progress) => progress.view === view && progress.exact);
  const page = await service.call('keys.page', { source, view, first: 0, count: 1 });
  expect(keyRows.decode(page.bytes).row(0).versions).toBe(2);
  expect(await read('a')).toMatchObject({ versions: 2, recordIndex: 1 });
});

test('the gap between acknowledged and proven is told of and closed by an fsync', async () => {
  await service.call('source.setPolicy', { source, policy: 'no' });
  await save(set('a', '1'));
  const { durability } = (await service.call('source.info', { source })).status;
  expect(durability).toMatchObject({ policy: 'no' });
  expect(durability?.gapBytes).toBeGreaterThan(0);
  expect(durability?.gapSinceMs).not.toBeNull();
  await service.event('source.status', (status) => (status.durability?.gapBytes ?? 0) > 0);
  const synced = await service.call('source.sync', { source });
  expect(synced.durability).toMatchObject({ gapBytes: 0, gapSinceMs: null });
  expect(synced.durability?.durableSeq).toBe(synced.durability?.acknowledgedSeq);
});

test('a directory that another has open for writing opens read-only and says who', async () => {
  await save(set('a', '1'));
  const other = serviceUnderTest();
  try {
    const info = await other.call('source.open', { path });
    expect(info).toMatchObject({ readOnly: true, forensic: true, holderPid: process.pid });
    expect(info.readOnlyReason).toContain(String(process.pid));
    const refused = await other.refusal('edits.save', { source: info.id, changes: [set('b', '2')] });
    expect(refused.code).toBe('READ_ONLY');
  } finally {
    await other.close();
  }
});

test('opened read-only on purpose, nothing in the directory changes', async () => {
  await save(set('a', '1'));
  await service.call('source.close', { source });
  const snapshot = async () =>
    Promise.all(
      (await readdir(path)).map(async (name) => {
        const { mtimeMs } = await stat(join(path, name));
        return [name, mtimeMs, (await readFile(join(path, name))).toString('hex')];
      }),
    );
  const before = await snapshot();
  const info = await service.call('source.open', { path, readOnly: true });
  expect(info).toMatchObject({ readOnly: true, forensic: true, holderPid: null });
  expect(info.capabilities).not.toContain('write');
  await service.call('timeline.open', { source: info.id });
  await service.call('keys.value', { source: info.id, key: utf8('a'), offset: 0, length: 10 });
  await service.call('source.close', { source: info.id });
  expect(await snapshot()).toEqual(before);
});

test('creating needs a new or empty place', async () => {
  const refused = await service.refusal('source.open', {
    path: join(path, '..', 'store', '.'),
    create: true,
  });
  expect(refused.code).toBe('NOT_EMPTY');
  await service.call('source.close', { source });
  expect(await service.refusal('source.open', { path, create: true })).toMatchObject({ code: 'NOT_EMPTY' });
});

test('nothing is said to be saved into a directory that is gone', async () => {
  await save(set('a', 'one'));
  await rename(path, `${path}-moved`);
  const refused = await service.refusal('edits.save', { source, changes: [set('a', 'two')] });
  expect(refused).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining(path) });
  await rename(`${path}-moved`, path);
  await save(set('a', 'two'));
  expect(await read('a')).toMatchObject({ text: 'two' });
});

test('another directory in its place is not the one that was opened: it is told, and nothing is saved into either', async () => {
  await save(set('a', 'one'));
  await rename(path, `${path}-moved`);
  await cp(`${path}-moved`, path, { recursive: true });
  await service.event('source.status', ({ missing }) => missing);
  const refused = await service.refusal('edits.save', { source, changes: [set('a', 'two')] });
  expect(refused).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('put it back') });
  await rm(path, { recursive: true });
  await rename(`${path}-moved`, path);
  await save(set('a', 'two'));
  await service.event('source.status', ({ missing, records }) => !missing && records === 2);
  expect(await read('a')).toMatchObject({ text: 'two' });
});
