import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open } from '../../engine/open.ts';
import { serviceUnderTest } from '../specs/service-under-test.ts';

test('a key whose deadline passes while a writer runs is not called lost', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'walscope-expiry-'));
  const store = await open(directory);
  await store.set('brief', 'gone soon', { ttl: 1 });
  await store.close();
  const service = serviceUnderTest();
  try {
    const source = (await service.call('source.open', { path: directory, readOnly: true })).id;
    const kill = { source, policy: 'always' as const, valueBytes: 8, killAfterMs: 400 };
    const { job } = await service.call('crash.processKill', kill);
    expect((await service.jobEnd(job)).error).toBeNull();
    const [session] = await service.call('crash.sessions', { source });
    expect(session?.counts).toMatchObject({ lostAcknowledged: 0, lostUnpromised: 0 });
  } finally {
    await service.close();
    await rm(directory, { recursive: true, force: true });
  }
});
