import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { CrashSession, Unsynced } from '../../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { diffCategories, diffRows, orNull, stepKinds, stepRows } from '../../../shared/rows.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
let source: string;
let path: string;
beforeEach(async () => {
  service = serviceUnderTest();
  // set name=Ada (0–19) · set language=python (19–45) · set name=Grace (45–66) · delete language (66–86)
  path = await service.fixture('guide-session');
  source = (await service.call('source.open', { path })).id;
});
afterEach(() => service.close());

const powerLoss = (offset: number, unsynced: Unsynced, policy: FsyncPolicy = 'always') =>
  service.call('crash.powerLoss', { source, point: { file: 'data.log', offset }, unsynced, policy });

async function steps({ session }: CrashSession): Promise<string[]> {
  const page = await service.call('recovery.steps', { session, first: 0, count: 100 });
  return stepRows
    .decode(page.bytes)
    .rows()
    .map((row) => `${stepKinds[row.kind]}${row.ok ? '' : '!'}`);
}

async function diff({ session }: CrashSession, category: 'all' | 'changed' = 'all'): Promise<unknown[]> {
  const page = await service.call('recovery.diff', { session, category, first: 0, count: 100 });
  return diffRows
    .decode(page.bytes)
    .rows()
    .map((row) => [
      diffCategories[row.category],
      looseText(row.key),
      orNull(row.beforeLength) === null ? null : looseText(row.before),
      orNull(row.afterLength) === null ? null : looseText(row.after),
    ]);
}

describe('power loss', () => {
  test('in the middle of the last record: recovery stops there and the earlier value is intact', async () => {
    const session = await powerLoss(75, 'torn');
    expect(session.verdict).toMatchObject({ code: 'torn-tail', damage: 'torn-tail', recordsRead: 3 });
    expect(session.counts).toMatchObject({
      kept: 1,
      lostAcknowledged: 0,
      lostUnpromised: 1,
      bytesBehindStop: 9,
    });
    expect(await steps(session)).toEqual([
      'file',
      'record',
      'record',
      'record',
      'record!',
      'stop!',
      'verdict!',
    ]);
    expect(session.stopStep).toBe(5);
    expect(await diff(session)).toEqual([
      ['lost-unpromised', 'language', null, 'python'],
      ['kept', 'name', 'Grace', 'Grace'],
    ]);
    expect(await readFile(join(path, 'data.log'))).toHaveLength(86);
    expect(await readFile(join(session.path, 'data.log'))).toHaveLength(75);
  });

  test('the copy opens as a directory of its own', async () => {
    const session = await powerLoss(60, 'torn');
    const copy = await service.call('source.open', { path: session.path });
    expect(copy.verdict.code).toBe('torn-tail');
    const refused = await service.refusal('crash.discard', { session: session.session });
    expect(refused.code).toBe('INVALID_ARGUMENT');
    await service.call('source.close', { source: copy.id });
    await service.call('crash.discard', { session: session.session });
    expect(existsSync(session.path)).toBe(false);
    expect(
      await service.refusal('recovery.steps', { session: session.session, first: 0, count: 1 }),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('kept: the write that nobody was told of is there all the same', async () => {
    const session = await powerLoss(60, 'kept');
    expect(session.verdict.code).toBe('clean');
    expect(await diff(session)).toEqual([
      ['kept', 'language', 'python', 'python'],
      ['kept', 'name', 'Grace', 'Grace'],
    ]);
  });

  test('lost under always: only what was in flight', async () => {
    const session = await powerLoss(60, 'lost');
    expect(session.verdict.code).toBe('clean');
    expect(await diff(session, 'changed')).toEqual([['lost-unpromised', 'name', 'Grace', 'Ada']]);
  });

  test('lost under no: everything, though it was acknowledged', async () => {
    const session = await powerLoss(66, 'lost', 'no');
    expect(session.counts).toMatchObject({ kept: 0, lostAcknowledged: 2, recordsReplayed: 0 });
    expect(await diff(session, 'changed')).toEqual([
      ['lost-acknowledged', 'language', 'python', null],
      ['lost-acknowledged', 'name', 'Grace', null],
    ]);
  });

  test('zeroed: the size grew, the data did not', async () => {
    const session = await powerLoss(60, 'zeroed');
    const bytes = await readFile(join(session.path, 'data.log'));
    expect(bytes).toHaveLength(60);
    expect(bytes.subarray(45).every((byte) => byte === 0)).toBe(true);
    expect(session.verdict.recordsRead).toBe(2);
    expect(session.stopStep).not.toBeNull();
  });

  test('is told of before it is done', async () => {
    const preview = await service.call('crash.preview', {
      source,
      point: { file: 'data.log', offset: 60 },
      unsynced: 'lost',
      policy: 'no',
    });
    expect(preview).toMatchObject({
      files: [{ file: 'data.log', sizeBytes: 0 }],
      provenOffset: null,
      lostRecords: 2,
    });
    expect(preview.sentence).toContain('byte 60 of data.log');
    expect(await service.call('crash.sessions', { source })).toEqual([]);
  });

  test('refuses a point that is not on the log', async () => {
    const at = (file: string, offset: number) => ({
      source,
      point: { file, offset },
      unsynced: 'torn',
      policy: 'always',
    });
    expect(await service.refusal('crash.powerLoss', at('other.log', 1))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await service.refusal('crash.powerLoss', at('data.log', 87))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

describe('damage', () => {
  test('a flipped bit in the middle: what follows is whole and not applied', async () => {
    const faults = [{ kind: 'flip' as const, file: 'data.log', offset: 40, bit: 3 }];
    const session = await service.call('crash.damage', { source, faults });
    expect(session.verdict).toMatchObject({ damage: 'corrupt', recordsRead: 1, recordsSalvageable: 2 });
    expect(await steps(session)).toEqual(['file', 'record', 'record!', 'stop!', 'skip', 'skip', 'verdict!']);
    expect(await diff(session, 'changed')).toEqual([['lost-acknowledged', 'name', 'Grace', 'Ada']]);
    const stop = await service.call('recovery.step', { session: session.session, index: 3 });
    expect(stop.crcStored).not.toBe(stop.crcFound);
    expect(stop.evidence.some((claim) => claim.ok === false)).toBe(true);
    expect(stop.inWords).not.toBe('');
  });

  test('a zeroed range and a missing file', async () => {
    const zero = [{ kind: 'zero' as const, file: 'data.log', offset: 0, length: 1000 }];
    const zeroed = await service.call('crash.damage', { source, faults: zero });
    expect(zeroed.verdict.recordsRead).toBe(0);
    const gone = [{ kind: 'delete' as const, file: 'elsewhere.log' }];
    expect(await service.refusal('crash.damage', { source, faults: gone })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await service.call('crash.sessions', { source })).toHaveLength(1);
  });
});

describe('process kill', () => {
  test.each(['always', 'no'] as const)('under %s every acknowledged write is there', async (policy) => {
    const { job } = await service.call('crash.processKill', {
      source,
      policy,
      valueBytes: 100,
      killAfterMs: 40,
    });
    const ended = await service.jobEnd(job);
    expect(ended.error).toBeNull();
    const [session] = await service.call('crash.sessions', { source });
    expect(ended.result).toEqual({ kind: 'kill', session: session?.session });
    expect(session?.counts.lostAcknowledged).toBe(0);
    expect(session?.counts.recordsReplayed).toBeGreaterThan(4);
    expect(await readdir(path)).toEqual(['data.log']);
    expect(await readFile(join(path, 'data.log'))).toHaveLength(86);
  });
});

test('the files of a directory are named with what they are for', async () => {
  expect(await service.call('crash.files', { source })).toEqual([
    { file: 'data.log', sizeBytes: 86, what: 'log' },
  ]);
});

test('bytes of its files can be looked at wherever they lie, and of no other', async () => {
  const read = (file: string, offset: number, length: number) =>
    service.call('crash.bytes', { source, file, offset, length });
  const all = (await read('data.log', 0, 4096)).bytes;
  expect(all).toHaveLength(86);
  expect((await read('data.log', 80, 16)).bytes).toEqual(all.subarray(80));
  expect((await read('data.log', 200, 16)).bytes).toHaveLength(0);
  expect(
    await service.refusal('crash.bytes', { source, file: '../guide-session/data.log', offset: 0, length: 1 }),
  ).toMatchObject({ code: 'NOT_FOUND' });
});
