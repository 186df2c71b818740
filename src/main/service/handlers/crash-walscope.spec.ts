import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashSession, Unsynced } from '../../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { diffRows, recordRows, stepKinds, stepRows } from '../../../shared/rows.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
let source: string;
let path: string;
beforeAll(async () => {
  service = serviceUnderTest();
  path = (await service.call('app.copyExample', { id: 'shop' })).path;
  source = (await service.call('source.open', { path })).id;
});
afterAll(() => service.close());

async function logFiles() {
  const { files } = await service.call('timeline.open', { source });
  await service.event('timeline.changed', (summary) => summary.source === source && summary.exact);
  const summary = await service.call('timeline.open', { source });
  expect(files).toBeDefined();
  return {
    all: summary.files,
    logs: summary.files.filter((file) => file.kind === 'log' && file.records > 0),
  };
}

/** Opened for writing, the copy shows what the recovery said, and keeps what it says. */
async function reopenedKeys(session: CrashSession): Promise<number> {
  const copy = await service.call('source.open', { path: session.path });
  expect(copy.verdict.damage).toBe(session.verdict.damage);
  const { keys } = copy.status;
  await service.call('source.close', { source: copy.id });
  return keys;
}

async function replayedKinds({ session, steps }: CrashSession): Promise<string[]> {
  const kinds: string[] = [];
  while (kinds.length < steps) {
    const page = await service.call('recovery.steps', { session, first: kinds.length, count: 1000 });
    kinds.push(
      ...stepRows
        .decode(page.bytes)
        .rows()
        .map((row) => stepKinds[row.kind] as string),
    );
  }
  return kinds;
}

describe('the shop', () => {
  test('has every state to look at, and a snapshot', async () => {
    const info = await service.call('source.info', { source });
    expect(info).toMatchObject({ format: 'walscope', readOnly: false, verdict: { code: 'clean' } });
    expect(info.status.keys).toBeGreaterThan(1500);
    const { all } = await logFiles();
    expect(all.some((file) => file.kind === 'snapshot')).toBe(true);
    const { counts } = await service.call('timeline.open', { source });
    for (const state of ['live', 'superseded', 'deleted'] as const) expect(counts[state]).toBeGreaterThan(0);
  });
});

describe('power loss', () => {
  const fates: [Unsynced, FsyncPolicy][] = [
    ['torn', 'always'],
    ['kept', 'always'],
    ['lost', 'always'],
    ['zeroed', 'always'],
    ['lost', 'no'],
    ['lost', 'everysec'],
  ];
  test.each(fates)(
    '%s under %s, in the last record: the engine and the replay agree',
    async (unsynced, policy) => {
      const { logs } = await logFiles();
      const file = logs.at(-1);
      const last = (file?.firstRecord ?? 0) + (file?.records ?? 0) - 1;
      const page = await service.call('timeline.records', { source, first: last, count: 1 });
      const record = recordRows.decode(page.bytes).row(0);
      const point = { file: record.file, offset: record.offset + Math.floor(record.length / 2) };
      const session = await service.call('crash.powerLoss', { source, point, unsynced, policy });
      expect(session.counts.lostAcknowledged).toBe(0);
      // Zeros where nothing was proven are what a segment that is filled ahead holds anyway.
      if (unsynced === 'torn') expect(session.verdict.damage).toBe('torn-tail');
      else expect(session.verdict.code).toBe('clean');
      expect(session.stopStep === null).toBe(session.verdict.damage === 'none');
      expect(await replayedKinds(session)).toContain('frame');
      expect(await reopenedKeys(session)).toBeGreaterThan(1500);
      await service.call('crash.discard', { session: session.session });
    },
  );

  test('in an older segment, later files were not there yet', async () => {
    const { logs } = await logFiles();
    const file = logs[0];
    expect(logs.length).toBeGreaterThan(1);
    const point = { file: file?.name ?? '', offset: Math.floor((file?.sizeBytes ?? 0) / 2) };
    const session = await service.call('crash.powerLoss', {
      source,
      point,
      unsynced: 'torn',
      policy: 'always',
    });
    expect(session.counts.lostAcknowledged).toBe(0);
    const names = await readdir(session.path);
    for (const later of logs.slice(1)) expect(names).not.toContain(later.name);
    expect(await reopenedKeys(session)).toBeGreaterThan(0);
  });

  test('a compacted segment is no place for it', async () => {
    const { all } = await logFiles();
    const snapshot = all.find((file) => file.kind === 'snapshot');
    const point = { file: snapshot?.name ?? '', offset: 500 };
    const refused = await service.refusal('crash.powerLoss', {
      source,
      point,
      unsynced: 'torn',
      policy: 'always',
    });
    expect(refused.code).toBe('INVALID_ARGUMENT');
    expect(refused.message).toContain('compacted');
  });
});

test('a flipped bit in an older segment: read-only until somebody accepts it', async () => {
  const { logs } = await logFiles();
  const file = logs[0];
  const faults = [
    { kind: 'flip' as const, file: file?.name ?? '', offset: Math.floor((file?.sizeBytes ?? 0) / 2), bit: 0 },
  ];
  const session = await service.call('crash.damage', { source, faults });
  expect(session.verdict.damage).toBe('corrupt');
  const stop = await service.call('recovery.step', {
    session: session.session,
    index: session.stopStep as number,
  });
  expect(stop.crcFound).not.toBe(stop.crcStored);
  expect(stop.evidence).toContainEqual(
    expect.objectContaining({ claim: 'Checksum does not match its bytes', ok: false }),
  );
  const copy = await service.call('source.open', { path: session.path });
  expect(copy).toMatchObject({ readOnly: true, verdict: { damage: 'corrupt' } });
  expect(copy.capabilities).toContain('salvage');
  expect(await service.call('crash.killRefusal', { source: copy.id })).toContain('opens read-only');
  const accepted = await service.call('source.acceptDamage', { source: copy.id });
  expect(accepted.readOnly).toBe(false);
  expect(accepted.capabilities).toContain('write');
  expect(await service.call('crash.killRefusal', { source: copy.id })).toBeNull();
  await service.call('source.close', { source: copy.id });
});

test('a deleted segment is named', async () => {
  const { logs } = await logFiles();
  const faults = [{ kind: 'delete' as const, file: logs[0]?.name ?? '' }];
  const session = await service.call('crash.damage', { source, faults });
  expect(session.verdict.code).toBe('file-missing');
  const page = await service.call('recovery.diff', {
    session: session.session,
    category: 'lost-acknowledged',
    first: 0,
    count: 10,
  });
  expect(page.total).toBe(session.counts.lostAcknowledged);
  expect(diffRows.decode(page.bytes).count).toBeGreaterThan(0);
});

test('a killed writer: every acknowledged write is there', async () => {
  const before = await readFile(join(path, 'MANIFEST'));
  const kill = { source, policy: 'always' as const, valueBytes: 64, killAfterMs: 60 };
  const { job } = await service.call('crash.processKill', kill);
  const ended = await service.jobEnd(job);
  expect(ended.error).toBeNull();
  const session = (await service.call('crash.sessions', { source })).find((one) =>
    one.what.includes('SIGKILL'),
  );
  expect(session?.counts.lostAcknowledged).toBe(0);
  expect(session?.counts.kept).toBeGreaterThan(1500);
  expect(await readFile(join(path, 'MANIFEST'))).toEqual(before);
});
