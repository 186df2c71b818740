import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { equalBytes, looseText } from '../../shared/bytes.ts';
import type { Unsynced } from '../../shared/contract/crash.ts';
import { fsyncPolicies } from '../../shared/model.ts';
import { orNull } from '../../shared/rows.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { MemoryFileSystem } from '../engine/fs/memory-file-system.ts';
import { tried } from '../engine/specs/tried.ts';
import { guideFormat } from '../formats/guide/guide-format.ts';
import type { Log } from '../formats/log/log.ts';
import { CrashLab, type CrashTarget } from './crash-lab.ts';
import { forkWorker } from './process-kill.ts';
import { stepRowsOf } from './replay-steps.ts';

const fates: readonly Unsynced[] = ['kept', 'lost', 'torn', 'zeroed'];

async function labOver(
  fixture: string,
): Promise<{ lab: CrashLab; target: CrashTarget; fileSystem: FileSystem }> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir('/original');
  const file = await fileSystem.open('/original/data.log', 'create');
  await file.write(readFileSync(`fixtures/${fixture}/data.log`), 0);
  await file.close();
  const lab = new CrashLab({
    directory: '/copies',
    fileSystem,
    recover: async () => null,
    start: forkWorker,
    isInUse: () => false,
  });
  const log = await guideFormat.read('/original', { fileSystem });
  return { lab, target: { source: 's', log, reader: guideFormat }, fileSystem };
}

/** What a reader of the log sees after its first `records` records. */
function seenAfter(log: Log, records: number): Map<string, number> {
  const seen = new Map<string, number>();
  for (let index = 0; index < records; index++) {
    const record = log.table.record(index);
    if (record.op === 'set') seen.set(looseText(record.key), record.seq as number);
    else seen.delete(looseText(record.key));
  }
  return seen;
}

test('a power loss at every byte, with every fate and policy', async () => {
  const { lab, target, fileSystem } = await labOver('guide-session');
  const original = await fileSystem.readFile('/original/data.log');
  let states = 0;
  for (let offset = 0; offset <= original.length; offset++) {
    for (const unsynced of fates) {
      for (const policy of fsyncPolicies) {
        const session = await lab.powerLoss(target, {
          point: { file: 'data.log', offset },
          unsynced,
          policy,
        });
        const { replay, diff } = lab.get(session.session);
        const { log } = replay;
        // What is there is a prefix of what was written, and the diff says what became of each key.
        const applied = log.verdict.recordsRead;
        expect(seenAfter(log, applied)).toEqual(seenAfter(target.log, applied));
        const rows = await diff.rows('all', 0, 100, fileSystem);
        const after = new Map(
          rows
            .filter((row) => orNull(row.afterLength) !== null)
            .map((row) => [looseText(row.key), row.afterSeq]),
        );
        expect(after).toEqual(seenAfter(log, applied));
        if (policy === 'always') expect(session.counts.lostAcknowledged).toBe(0);
        if (unsynced === 'torn') expect(log.sizeBytes).toBe(offset);
        expect(session.stopStep === null).toBe(session.verdict.damage === 'none');
        const steps = await stepRowsOf(replay, guideFormat, fileSystem, 0, 100);
        expect(steps).toHaveLength(session.steps);
        states++;
        await lab.discard(session.session);
      }
    }
  }
  expect(equalBytes(await fileSystem.readFile('/original/data.log'), original)).toBe(true);
  tried('crash states', states);
});

test('every flipped bit: nothing is changed that the verdict does not tell', async () => {
  const { lab, target, fileSystem } = await labOver('guide-session');
  const { length } = await fileSystem.readFile('/original/data.log');
  let states = 0;
  for (let offset = 0; offset < length; offset++) {
    for (let bit = 0; bit < 8; bit++) {
      const session = await lab.damage(target, [{ kind: 'flip', file: 'data.log', offset, bit }]);
      expect(session.verdict.damage).not.toBe('none');
      expect(session.stopStep).not.toBeNull();
      const { log } = lab.get(session.session).replay;
      const applied = log.verdict.recordsRead;
      expect(seenAfter(log, applied)).toEqual(seenAfter(target.log, applied));
      states++;
      await lab.discard(session.session);
    }
  }
  tried('crash states', states);
});

test('copies are kept up to a number, those in use for longest', async () => {
  const { lab, target } = await labOver('guide-session');
  const loss = { point: { file: 'data.log', offset: 70 }, unsynced: 'torn', policy: 'always' } as const;
  const first = await lab.powerLoss(target, loss);
  for (let i = 0; i < 24; i++) await lab.powerLoss(target, loss);
  expect(lab.sessions('s')).toHaveLength(24);
  expect(() => lab.get(first.session)).toThrow();
  expect(lab.sessions('another')).toEqual([]);
});
