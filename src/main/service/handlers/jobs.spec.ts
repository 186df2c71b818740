import { existsSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { looseText, utf8 } from '../../../shared/bytes.ts';
import { fixture } from '../../formats/testing/fixtures.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

async function openFixture(name: string): Promise<string> {
  return (await service.call('source.open', { path: await service.fixture(name) })).id;
}

async function resultOf({ job }: { job: string }) {
  const ended = await service.jobEnd(job);
  expect(ended.error).toBeNull();
  return ended.result;
}

test('verify reads the directory again and counts what it found', async () => {
  const source = await openFixture('guide-flipped');
  const result = await resultOf(await service.call('maintenance.verify', { source }));
  expect(result).toMatchObject({ kind: 'verify', damage: 'corrupt', damaged: [{ file: 'data.log' }] });
});

test('export writes a new file of JSON Lines, whole or not at all', async () => {
  const source = await openFixture('guide-session');
  const file = join(service.directory, 'out.jsonl');
  const result = await resultOf(
    await service.call('keys.export', { source, keys: null, file, salvage: false }),
  );
  expect(result).toMatchObject({ kind: 'export', keys: 1, lost: [] });
  const line = { key: 'bmFtZQ==', type: 'string', value: 'R3JhY2U=', expireAt: null };
  expect(await readFile(file, 'utf8')).toBe(`${JSON.stringify(line)}\n`);
  const again = await service.refusal('keys.export', { source, keys: null, file, salvage: false });
  expect(again.code).toBe('NOT_EMPTY');
  const inside = join(service.directory, 'guide-session', 'x.jsonl');
  expect(
    await service.refusal('keys.export', { source, keys: null, file: inside, salvage: false }),
  ).toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  const nowhere = join(service.directory, 'nowhere', 'x.jsonl');
  expect(
    await service.refusal('keys.export', { source, keys: null, file: nowhere, salvage: false }),
  ).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('There is no directory') });
  const text = await service.call('keys.exportText', { source, keys: [utf8('name'), utf8('nobody')] });
  expect(text).toEqual({ text: `${JSON.stringify(line)}\n`, truncated: false });
});

test('a corrupt directory is exported and converted only when it is to be salvaged', async () => {
  const source = await openFixture('guide-flipped');
  const expected = JSON.parse(await readFile(join('fixtures', 'guide-flipped', 'expected.json'), 'utf8'));
  const file = join(service.directory, 'out.jsonl');
  const target = join(service.directory, 'saved');
  const refused = await service.refusal('keys.export', { source, keys: null, file, salvage: false });
  expect(refused.code).toBe('CORRUPT');
  const request = { source, to: 'guide' as const, target };
  expect(await service.refusal('convert.start', { ...request, salvage: false })).toMatchObject({
    code: 'CORRUPT',
  });
  const plan = await service.call('convert.plan', { source, to: 'walscope' });
  expect(plan.damaged).toHaveLength(1);
  expect(plan.salvageable).toBeGreaterThan(0);
  const exported = await resultOf(
    await service.call('keys.export', { source, keys: null, file, salvage: true }),
  );
  expect(exported).toMatchObject({
    keys: Object.keys(expected.salvagedKeys).length,
    lost: [{ file: 'data.log' }],
  });
  await resultOf(await service.call('convert.start', { ...request, salvage: true }));
  const saved = await service.call('source.open', { path: target });
  expect(saved.verdict.damage).toBe('none');
  expect(saved.status.keys).toBe(Object.keys(expected.salvagedKeys).length);
});

test('a guide log becomes a Walscope directory and back, the same in content', async () => {
  const source = await openFixture('guide-binary');
  const there = join(service.directory, 'there');
  const back = join(service.directory, 'back');
  await resultOf(
    await service.call('convert.start', { source, to: 'walscope', target: there, salvage: false }),
  );
  const native = await service.call('source.open', { path: there });
  expect(native).toMatchObject({ format: 'walscope', readOnly: false, forensic: false });
  const request = { source: native.id, to: 'guide' as const, target: back, salvage: false };
  await resultOf(await service.call('convert.start', request));
  const returned = await service.call('source.open', { path: back });
  const lines = async (id: string) => {
    const file = join(service.directory, `${id}.jsonl`);
    await resultOf(await service.call('keys.export', { source: id, keys: null, file, salvage: false }));
    return readFile(file, 'utf8');
  };
  expect(await lines(returned.id)).toBe(await lines(source));
});

test('libraries of functions go along where the target holds them, and are named where it does not', async () => {
  const { id: source } = await service.call('source.open', { path: fixture('redis-7.4.1_rdb-small') });
  expect(await service.call('convert.plan', { source, to: 'walscope' })).toMatchObject({
    libraries: ['mylib', 'other'],
  });
  expect(await service.call('convert.plan', { source, to: 'redis' })).toMatchObject({ libraries: [] });
  const target = join(service.directory, 'redis');
  await resultOf(await service.call('convert.start', { source, to: 'redis', target, salvage: false }));
  const file = join(service.directory, 'lines');
  const copy = (await service.call('source.open', { path: target })).id;
  await resultOf(await service.call('keys.export', { source: copy, keys: null, file, salvage: false }));
  expect(await readFile(file, 'utf8')).toMatch(/^\{"function":\{"name":"mylib"/);
});

test('a conversion needs a new or empty place outside the directory', async () => {
  const source = await openFixture('guide-session');
  const full = await service.fixture('guide-torn');
  const { job } = await service.call('convert.start', {
    source,
    to: 'walscope',
    target: full,
    salvage: false,
  });
  expect((await service.jobEnd(job)).error?.code).toBe('NOT_EMPTY');
  const inside = join(service.directory, 'guide-session', 'new');
  const request = { source, to: 'walscope', target: inside, salvage: false };
  expect(await service.refusal('convert.start', request)).toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(existsSync(inside)).toBe(false);
  mkdirSync(join(service.directory, 'new'));
  const other = { source, to: 'bitcask' as const, target: join(service.directory, 'new'), salvage: false };
  const bitcask = await service.call('convert.start', other);
  expect((await service.jobEnd(bitcask.job)).error?.code).toBe('WRONG_FORMAT');
});

test('import is all or nothing', async () => {
  const path = join(service.directory, 'store');
  const { id: source } = await service.call('source.open', { path, create: true });
  const line = (key: string, value: string) =>
    JSON.stringify({ key: btoa(key), type: 'string', value: btoa(value), expireAt: null });
  const good = join(service.directory, 'good.jsonl');
  const bad = join(service.directory, 'bad.jsonl');
  await writeFile(good, `${line('a', '1')}\n${line('b', '2')}\n`);
  await writeFile(bad, `${line('c', '3')}\nnonsense\n`);
  expect(await resultOf(await service.call('keys.import', { source, file: good }))).toMatchObject({
    keys: 2,
  });
  const { job } = await service.call('keys.import', { source, file: bad });
  const failed = await service.jobEnd(job);
  expect(failed.error?.message).toContain('Line 2');
  expect((await service.call('source.info', { source })).status.keys).toBe(2);
  const value = await service.call('keys.value', { source, key: utf8('b'), offset: 0, length: 10 });
  expect(looseText(value?.bytes ?? utf8(''))).toBe('2');
});

test('snapshot and compaction tell the space before and after; their settings can be changed', async () => {
  const path = join(service.directory, 'store');
  const { id: source } = await service.call('source.open', { path, create: true });
  for (let i = 0; i < 20; i++) {
    const change = { op: 'set' as const, key: utf8('k'), value: utf8(`value ${i}`), expireAt: null };
    await service.call('edits.save', { source, changes: [change] });
  }
  const snapshot = await resultOf(await service.call('maintenance.snapshot', { source }));
  expect(snapshot).toMatchObject({ kind: 'snapshot', keys: 1 });
  await resultOf(await service.call('maintenance.compact', { source }));
  const configured = { savePoints: [{ seconds: 60, changes: 100 }], garbageShare: null };
  await service.call('maintenance.configure', { source, ...configured });
  expect(await service.call('maintenance.settings', { source })).toEqual(configured);
});
