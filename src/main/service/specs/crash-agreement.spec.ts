import { expect, test } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { Unsynced } from '../../../shared/contract/crash.ts';
import { fsyncPolicies } from '../../../shared/model.ts';
import { orNull } from '../../../shared/rows.ts';
import { CrashLab } from '../../crash/crash-lab.ts';
import { forkWorker } from '../../crash/process-kill.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { open } from '../../engine/open.ts';
import { long, tried } from '../../engine/specs/tried.ts';
import { walscopeFormat } from '../../formats/walscope/walscope-format.ts';
import { recoverWithEngine } from '../sources/recover-with-engine.ts';

const fates: readonly Unsynced[] = ['kept', 'lost', 'torn', 'zeroed'];
const directory = '/store';

/** A compacted segment, a sealed one and an active one, with overwrites, deletes and deadlines. */
async function smallStore(): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  const store = await open(directory, {
    fileSystem,
    segmentBytes: 1024,
    garbageShare: null,
    fsync: 'everysec',
  });
  const round = async (number: number) => {
    await store.set(`key:${number % 5}`, `value ${number}`);
    await store.batch([
      { op: 'set', key: `pair:${number}`, value: 'left', expireAt: Date.now() + 3_600_000 },
      { op: 'delete', key: `pair:${number - 2}` },
    ]);
  };
  for (let number = 0; number < 6; number++) await round(number);
  await store.snapshot();
  for (let number = 6; number < 18; number++) {
    await round(number);
    if (number % 4 === 0) await store.sync();
  }
  await store.close();
  return fileSystem;
}

function labOver(fileSystem: MemoryFileSystem): CrashLab {
  return new CrashLab({
    directory: '/copies',
    fileSystem,
    recover: recoverWithEngine(fileSystem),
    start: forkWorker,
    isInUse: () => false,
  });
}

test('the engine and the replay agree on every power loss', async () => {
  const fileSystem = await smallStore();
  const lab = labOver(fileSystem);
  const log = await walscopeFormat.read(directory, { fileSystem });
  const target = { source: 's', log, reader: walscopeFormat };
  const stride = long ? 1 : 17;
  let states = 0;
  for (const file of log.files.filter((one) => one.kind === 'log')) {
    for (let offset = file.headerLength; offset <= file.size; offset += stride) {
      const unsynced = fates[Math.floor(offset / stride) % fates.length] ?? 'torn';
      const policy = fsyncPolicies[offset % fsyncPolicies.length] ?? 'always';
      const session = await lab.powerLoss(target, { point: { file: file.name, offset }, unsynced, policy });
      const { replay, diff } = lab.get(session.session);
      const place = `${file.name}:${offset} ${unsynced} ${policy}`;
      expect(session.verdict, place).toEqual(replay.log.verdict);
      expect(['none', 'torn-tail'], `${place}: ${session.verdict.sentence}`).toContain(
        session.verdict.damage,
      );
      if (policy === 'always') expect(session.counts.lostAcknowledged, place).toBe(0);
      const rows = await diff.rows('all', 0, 1000, fileSystem);
      const after = rows.filter((row) => orNull(row.afterLength) !== null).map((row) => looseText(row.key));
      const copy = await open(session.path, { fileSystem, fsync: 'no', garbageShare: null });
      const keys: string[] = [];
      for await (const { key } of copy.scan()) keys.push(looseText(key));
      await copy.set('written', 'afterwards');
      await copy.close();
      expect(after.sort(), place).toEqual(keys);
      states++;
      await lab.discard(session.session);
    }
  }
  tried('crash states', states);
});

test('the engine and the replay agree on damage anywhere', async () => {
  const fileSystem = await smallStore();
  const lab = labOver(fileSystem);
  const log = await walscopeFormat.read(directory, { fileSystem });
  const target = { source: 's', log, reader: walscopeFormat };
  let states = 0;
  for (const file of log.files) {
    for (let offset = 0; offset < file.size; offset += long ? 1 : 23) {
      const faults = [{ kind: 'flip' as const, file: file.name, offset, bit: offset % 8 }];
      const session = await lab.damage(target, faults);
      const place = `${file.name}:${offset}`;
      expect(session.verdict, place).toEqual(lab.get(session.session).replay.log.verdict);
      expect(session.stopStep === null, place).toBe(session.verdict.damage === 'none');
      states++;
      await lab.discard(session.session);
    }
  }
  tried('crash states', states);
});
