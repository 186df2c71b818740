import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { recordStates, stateCode, stateOf } from '../../../shared/model.ts';
import { recordRows } from '../../../shared/rows.ts';
import { encodeRecord } from '../../formats/guide/record.ts';
import { aofOf } from '../../formats/redis/testing.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

async function openFixture(name: string): Promise<string> {
  return (await service.call('source.open', { path: await service.fixture(name) })).id;
}

test('the summary counts records by state and file', async () => {
  const source = await openFixture('guide-session');
  const summary = await service.call('timeline.open', { source });
  expect(summary).toMatchObject({
    records: 4,
    exact: true,
    readBytes: 86,
    totalBytes: 86,
    durableRecords: null,
    counts: { live: 1, superseded: 2, deleted: 1, expired: 0, damaged: 0, torn: 0 },
    files: [{ name: 'data.log', kind: 'log', sizeBytes: 86, firstRecord: 0, records: 4 }],
  });
});

test('records come in order, with the beginnings of their values, and by state', async () => {
  const source = await openFixture('guide-session');
  const all = await service.call('timeline.records', { source, first: 0, count: 100 });
  const rows = recordRows.decode(all.bytes).rows();
  expect(rows.map((row) => [row.seq, looseText(row.key), looseText(row.value), stateOf(row.state)])).toEqual([
    [1, 'name', 'Ada', 'superseded'],
    [2, 'language', 'python', 'superseded'],
    [3, 'name', 'Grace', 'live'],
    [4, 'language', '', 'deleted'],
  ]);
  const states = ['superseded' as const];
  const second = await service.call('timeline.records', { source, first: 1, count: 100, states });
  expect([second.first, second.total]).toEqual([1, 2]);
  expect(recordRows.decode(second.bytes).row(0).index).toBe(1);
});

test('columns add up to the counts whatever the zoom', async () => {
  const path = join(service.directory, 'many');
  mkdirSync(path);
  const records = Array.from({ length: 3000 }, (_, i) =>
    encodeRecord(utf8(`k${i % 700}`), i % 11 ? utf8('v') : null),
  );
  writeFileSync(join(path, 'data.log'), Buffer.concat(records));
  const { id: source } = await service.call('source.open', { path });
  const { counts } = await service.call('timeline.open', { source });
  for (const [first, last, columns] of [
    [0, 3000, 1],
    [0, 3000, 7],
    [0, 3000, 3000],
    [0, 3000, 5000],
  ] as const) {
    const { bytes } = await service.call('timeline.columns', { source, first, last, columns });
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const sums = recordStates.map((_, code) => {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += view.getUint32((column * recordStates.length + code) * 4, true);
      }
      return sum;
    });
    expect(sums).toEqual(recordStates.map((state) => counts[state]));
  }
  const behind = await service.call('timeline.columns', { source, first: 2990, last: 4000, columns: 2 });
  expect(behind.bytes).toHaveLength(2 * recordStates.length * 4);
});

test('one record has its fields beside its bytes', async () => {
  const source = await openFixture('guide-session');
  const detail = await service.call('timeline.record', { source, index: 2 });
  expect(detail).toMatchObject({ index: 2, seq: 3, state: 'live', file: 'data.log', offset: 45, length: 21 });
  expect(detail.bytes).toHaveLength(21);
  expect(detail.crcStored).toBe(detail.crcFound);
  expect(detail.fields.map((field) => field.name)).toEqual(['crc', 'key_len', 'val_len', 'key', 'value']);
  expect(detail.frame).toBeNull();
  expect(await service.refusal('timeline.record', { source, index: 4 })).toMatchObject({ code: 'NOT_FOUND' });
});

test('records are found by number, place and damage', async () => {
  const source = await openFixture('guide-flipped');
  const find = (at: Parameters<typeof service.call<'timeline.find'>>[1]['at']) =>
    service.call('timeline.find', { source, at });
  const damaged = await find({ by: 'damaged', from: 0 });
  expect(damaged).not.toBeNull();
  const detail = await service.call('timeline.record', { source, index: damaged as number });
  expect(stateCode(detail.state)).toBe(stateCode('damaged'));
  expect(await find({ by: 'damaged', from: (damaged as number) + 1 })).toBeNull();
  expect(await find({ by: 'offset', file: 'data.log', offset: detail.offset })).toBe(damaged);
  expect(await find({ by: 'offset', file: 'data.log', offset: detail.offset + 1 })).toBe(damaged);
  expect(await find({ by: 'offset', file: 'other.log', offset: 0 })).toBeNull();
  expect(await find({ by: 'seq', seq: 1 })).toBe(0);
  expect(await find({ by: 'seq', seq: 10_000 })).toBeNull();
  expect(await find({ by: 'time', timeMs: Date.now() })).toBeNull();
});

test('a torn tail is a record of its own', async () => {
  const source = await openFixture('guide-torn');
  const { counts, records } = await service.call('timeline.open', { source });
  expect([records, counts.torn]).toEqual([5, 1]);
  const torn = await service.call('timeline.record', { source, index: 4 });
  expect([torn.offset, torn.length, torn.state]).toEqual([86, 11, 'torn']);
});

test('cancelling keeps what was read', async () => {
  const source = await openFixture('guide-session');
  await service.call('timeline.open', { source });
  expect((await service.call('timeline.cancel', { source })).records).toBe(4);
});

test('an fsync by itself moves the durability line', async () => {
  const path = join(service.directory, 'store');
  const { id: source } = await service.call('source.open', { path, create: true });
  await service.call('source.setPolicy', { source, policy: 'no' });
  await service.call('timeline.open', { source });
  const changes = [{ op: 'set' as const, key: utf8('k'), value: utf8('v'), expireAt: null }];
  await service.call('edits.save', { source, changes });
  const written = await service.event('timeline.changed', ({ records }) => records === 1);
  expect(written.durableRecords).toBe(0);
  await service.call('source.sync', { source });
  const proven = await service.event('timeline.changed', ({ durableRecords }) => durableRecords === 1);
  expect(proven.generation).toBeGreaterThan(written.generation);
});

test('the value of an older record is given whole, a damaged one is not', async () => {
  const path = join(service.directory, 'store');
  const { id: source } = await service.call('source.open', { path, create: true });
  const old = new Uint8Array(300_000).fill(7);
  for (const value of [old, utf8('new')]) {
    await service.call('edits.save', {
      source,
      changes: [{ op: 'set', key: utf8('k'), value, expireAt: null }],
    });
  }
  expect((await service.call('timeline.value', { source, index: 0, seq: 1 })).bytes).toEqual(old);
  expect(looseText((await service.call('timeline.value', { source, index: 1, seq: 2 })).bytes)).toBe('new');
  expect(await service.refusal('timeline.value', { source, index: 2, seq: 3 })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await service.refusal('timeline.value', { source, index: 0, seq: 2 })).toMatchObject({
    code: 'CONFLICT',
  });
  const flipped = await openFixture('guide-flipped');
  const index = await service.call('timeline.find', { source: flipped, at: { by: 'damaged', from: 0 } });
  const seq = (await service.call('timeline.record', { source: flipped, index: index as number })).seq;
  expect(await service.refusal('timeline.value', { source: flipped, index, seq })).toMatchObject({
    message: expect.stringContaining('value'),
  });
});

test('a row says what its command says, or the elements of its structure', async () => {
  const path = join(service.directory, 'redis');
  mkdirSync(path);
  const commands = [
    ['SELECT', '0'],
    ['RPUSH', 'queue', 'a', 'b\nc'],
    ['MSET', 'one', '1', 'two', '2'],
    ['SET', 'long', 'x'.repeat(1000)],
    ['RENAME', 'one', 'uno'],
    ['DEL', 'queue', 'long'],
  ];
  writeFileSync(join(path, 'appendonly.aof'), aofOf(...commands));
  const { id: source } = await service.call('source.open', { path });
  const { bytes } = await service.call('timeline.records', { source, first: 0, count: 100 });
  const said = recordRows.decode(bytes).rows();
  expect(said.map(({ key, verb, words }) => [looseText(key), verb, words.slice(0, 10)])).toEqual([
    ['', 'select', '0'],
    ['queue', 'rpush', 'a b·c'],
    ['one', '', '1'],
    ['two', '', '2'],
    ['long', 'set', 'xxxxxxxxxx'],
    ['one', 'rename', 'uno'],
    ['uno', 'rename', 'one uno'],
    ['queue', 'del', ''],
    ['long', 'del', ''],
  ]);
  expect(said[4]?.words).toMatch(/x…$/);
});

test('a flipped bit within a record that is whole is found as damage', async () => {
  const path = join(service.directory, 'rdb');
  mkdirSync(path);
  copyFileSync('fixtures/redis-rdb-corrupt/dump.rdb', join(path, 'dump.rdb'));
  const { id: source, verdict } = await service.call('source.open', { path });
  await service.call('timeline.open', { source });
  const index = await service.call('timeline.find', { source, at: { by: 'damaged', from: 0 } });
  const record = await service.call('timeline.record', { source, index: index as number });
  const { offset } = verdict.damaged[0] as { offset: number };
  expect(record.inWords).toContain(`Damage lies in it, at ${offset}`);
  expect(offset - record.offset).toBeGreaterThan(0);
  expect(offset - record.offset).toBeLessThan(record.length);
  const next = { by: 'damaged' as const, from: (index as number) + 1 };
  expect(await service.call('timeline.find', { source, at: next })).toBeNull();
});
