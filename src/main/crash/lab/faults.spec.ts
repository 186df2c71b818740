import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../service/crash/subjects.ts';
import { type FaultName, faultNames } from './faults.ts';
import { invariants } from './invariants/invariants.ts';
import type { Subject } from './subject.ts';
import { sweep } from './sweep.ts';
import { carelessLog, type Flaw } from './testing/careless-log.ts';

const flawed = (flaw: Flaw): Subject => carelessLog(flaw);

async function violated(
  subject: Subject,
  workload: string,
  faults: readonly FaultName[],
  limit = 240,
): Promise<string[]> {
  const options = { subject, workloads: [workload], fsync: 'always', faults, limit, seed: 2 } as const;
  const { failures } = await sweep(options);
  return failures.map(({ invariant }) => invariant);
}

/** For each fault an engine that loses data by it, how, and while doing what. */
const losers: Readonly<Record<FaultName, readonly [Subject, string, string]>> = {
  'process-kill': [subjectOf('json-overwrite'), 'opens', 'puts'],
  'power-loss': [subjectOf('guide-no-fsync'), 'durability', 'puts'],
  'reordered-writes': [subjectOf('json-rename'), 'opens', 'puts'],
  'torn-write': [subjectOf('json-overwrite'), 'opens', 'puts'],
  'size-before-data': [subjectOf('json-rename'), 'durability', 'overwrites'],
  'garbage-bytes': [subjectOf('json-rename'), 'opens', 'overwrites'],
  'stale-bytes': [subjectOf('json-overwrite'), 'durability', 'overwrites'],
  'lost-directory-entry': [subjectOf('json-rename-fsync'), 'durability', 'puts'],
  'write-error': [subjectOf('json-overwrite'), 'durability', 'puts'],
  'short-write': [subjectOf('json-overwrite'), 'durability', 'puts'],
  'fsync-error': [subjectOf('guide'), 'failed-fsync-is-final', 'puts'],
  'fsync-error-restart': [subjectOf('guide'), 'durability', 'reopen'],
  'no-space': [subjectOf('json-overwrite'), 'opens', 'puts'],
  'read-error': [flawed('shrugs-at-read-errors'), 'loss-reported', 'puts'],
  'crash-in-recovery': [subjectOf('redis-aof'), 'opens', 'puts'],
  'clock-jump': [flawed('trusts-the-clock'), 'durability', 'overwrites'],
  'lying-disk': [subjectOf('wal-batch-job'), 'prefix', 'puts'],
  'misdirected-write': [subjectOf('guide'), 'loss-reported', 'puts'],
  'bit-rot': [subjectOf('json-overwrite'), 'no-invention', 'puts'],
  'truncated-file': [subjectOf('guide'), 'loss-reported', 'puts'],
  'missing-file': [subjectOf('json-rename-fsync'), 'loss-reported', 'puts'],
};

describe('each fault', () => {
  it.each(faultNames)('%s makes an engine lose data', async (fault) => {
    const [subject, invariant, workload] = losers[fault];
    expect(await violated(subject, workload, [fault])).toContain(invariant);
  });

  it.each(['trusts-the-clock', 'shrugs-at-read-errors'] as const)(
    'is what it takes: a log that %s is right without it',
    async (flaw) => {
      expect(await violated(flawed(flaw), 'overwrites', ['power-loss', 'torn-write'])).toEqual([]);
    },
  );
});

/** For each invariant an engine that violates it, by which fault, and while doing what. */
const violators: Readonly<Record<string, readonly [Subject, FaultName, string]>> = {
  opens: [subjectOf('json-overwrite'), 'process-kill', 'puts'],
  durability: [subjectOf('guide-no-fsync'), 'power-loss', 'puts'],
  'batch-atomicity': [flawed('none'), 'torn-write', 'batches'],
  'no-resurrection': [subjectOf('json-rename'), 'power-loss', 'deletes'],
  'no-invention': [subjectOf('json-rename'), 'bit-rot', 'puts'],
  prefix: [subjectOf('guide-no-fsync'), 'power-loss', 'puts'],
  deadlines: [flawed('forgets-deadlines'), 'power-loss', 'ttl'],
  'loss-reported': [subjectOf('guide'), 'bit-rot', 'puts'],
  'no-false-alarm': [subjectOf('walscope-without-manifest-rename'), 'process-kill', 'batches'],
  'failed-fsync-is-final': [subjectOf('guide'), 'fsync-error', 'puts'],
  sequence: [flawed('counts-anew'), 'power-loss', 'puts'],
  idempotent: [subjectOf('redis-aof'), 'missing-file', 'puts'],
  'reading-changes-nothing': [flawed('repairs-when-reading'), 'torn-write', 'puts'],
  'writable-after': [subjectOf('dict'), 'process-kill', 'puts'],
  'snapshot-equals-log': [flawed('forgets-in-snapshots'), 'power-loss', 'puts'],
};

describe('each invariant', () => {
  it.each(invariants.map(({ name }) => name))('%s is violated by an engine', async (invariant) => {
    const [subject, fault, workload] = violators[invariant]!;
    expect(await violated(subject, workload, [fault])).toContain(invariant);
  });

  it('holds of a log that does nothing wrong, but that its batches are no batches', async () => {
    for (const workload of ['puts', 'deletes', 'ttl', 'reopen']) {
      const faults: FaultName[] = [
        'process-kill',
        'power-loss',
        'torn-write',
        'crash-in-recovery',
        'clock-jump',
      ];
      expect(await violated(flawed('none'), workload, faults)).toEqual([]);
    }
  });
});
