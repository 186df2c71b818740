import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fsyncPolicies } from '../../../shared/model.ts';
import { plugKey, plugValue } from '../../workers/kill-writer/protocol.ts';
import { open } from '../open.ts';
import { ChildWriter } from './child-writer.ts';
import { hungAfterMs, long, tried } from './tried.ts';

const rounds = long ? 25 : 3;
const valueBytes = 100;

it.each(fsyncPolicies)(
  'a killed process loses nothing that it had acknowledged (fsync %s)',
  { timeout: hungAfterMs },
  async (fsync) => {
    const parent = await mkdtemp(join(tmpdir(), 'walscope-sigkill-'));
    const directory = join(parent, 'store');
    try {
      let lastSeq = 0;
      let random = 12345;
      for (let round = 1; round <= rounds; round++) {
        const prefix = `round ${round}:`;
        const writer = new ChildWriter({ directory, fsync, valueBytes, prefix, seed: round });
        random = (random * 1103515245 + 12345) % 2 ** 31;
        await writer.acknowledged(1 + (random % 400));
        await writer.kill();
        expect(writer.failure).toBeNull();
        expect(writer.acked.length).toBeGreaterThan(0);

        const store = await open(directory, { fsync });
        expect(store.recovery.verdict.damage, store.recovery.verdict.sentence).not.toBe('corrupt');
        for (const [index, { key, seq }] of writer.acked.entries()) {
          expect(key).toBe(plugKey(prefix, index + 1));
          expect(seq).toBeGreaterThan(lastSeq);
          lastSeq = seq;
          expect(await store.get(key), key).toEqual(plugValue(round, index + 1, valueBytes));
        }
        // The write that was under way is there whole or not at all.
        const next = await store.get(plugKey(prefix, writer.acked.length + 1));
        if (next !== null) expect(next).toEqual(plugValue(round, writer.acked.length + 1, valueBytes));
        expect(store.recovery.lastSeq).toBeGreaterThanOrEqual(lastSeq);
        lastSeq = (await store.set(`${prefix}after`, 'restart')).lastSeq;
        await store.close();
        tried('process kills', 1);
      }
    } finally {
      await rm(parent, { recursive: true });
    }
  },
);
