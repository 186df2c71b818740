import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { open } from '../../engine/open.ts';
import { readRedis } from '../../formats/redis/read-redis.ts';
import { aofOf } from '../../formats/redis/testing.ts';
import { readWalscopeLog } from '../../formats/walscope/read-log.ts';
import { walscopeSubject } from '../../service/crash/walscope-subject.ts';
import { faultsOf } from './faults.ts';
import { recordedWorkload } from './recorded-workload.ts';
import { sweepWorkload } from './sweep-workload.ts';
import { openedAtMs, type Workload } from './workloads.ts';

const nowMs = 1_800_000_000_000;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'walscope-recorded-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function recorded(): Promise<Workload> {
  const store = await open(directory, { now: () => nowMs });
  await store.set('session', 'x'.repeat(300), { expireAt: nowMs + 5000 });
  await store.set('gone', 'soon', { expireAt: nowMs + 1 });
  await store.batch([
    { op: 'set', key: 'a', value: '1' },
    { op: 'set', key: 'b', value: '1' },
  ]);
  await store.delete('a');
  await store.close();
  const log = await readWalscopeLog(directory, { fileSystem: nodeFileSystem });
  return recordedWorkload(log, nowMs + 1000);
}

describe('what was done to a directory', () => {
  it('becomes a workload: its keys, sizes, deadlines and batches, with values of their own', async () => {
    const { steps } = await recorded();
    expect(steps.map(({ kind }) => kind)).toEqual(['change', 'change', 'batch', 'change']);
    const [session, gone, batch, last] = steps;
    expect(session).toMatchObject({ change: { op: 'set', key: 'session' } });
    if (session?.kind !== 'change' || session.change.op !== 'set') throw new Error('no set');
    expect(session.change.value).toHaveLength(300);
    expect(session.change.expireAt).toBeGreaterThan(openedAtMs);
    expect(gone).toMatchObject({ change: { key: 'gone', expireAt: openedAtMs - 1000 } });
    expect(batch).toMatchObject({ changes: [{ key: 'a' }, { key: 'b' }] });
    expect(last).toEqual({ kind: 'change', change: { op: 'delete', key: 'a' } });
    expect(new Set(JSON.stringify(steps).match(/recorded value \d+/g)).size).toBe(4);
  });

  it('has what changes keys, and tells databases apart', async () => {
    const log = aofOf(['SELECT', '0'], ['SET', 'a', '1'], ['SELECT', '3'], ['DEL', 'b'], ['RPUSH', 'a', 'x']);
    await writeFile(join(directory, 'appendonly.aof'), log);
    const { steps } = recordedWorkload(await readRedis(directory, { fileSystem: nodeFileSystem }), nowMs);
    expect(steps).toMatchObject([
      { change: { op: 'set', key: 'a' } },
      { change: { op: 'set', key: 'db 3 a' } },
    ]);
  });

  it('is crashed like any other', async () => {
    const workload = await recorded();
    const { states, failures } = await sweepWorkload({
      subject: walscopeSubject,
      workload,
      fsync: 'always',
      faults: faultsOf(['power-loss', 'torn-write', 'crash-in-recovery']),
      limit: 300,
      seed: 1,
    });
    expect(failures).toEqual([]);
    expect(states).toBeGreaterThan(200);
  });
});
