import { describe, expect, it } from 'vitest';
import type { FsyncPolicy } from '../../../../shared/model.ts';
import { type CrashState, crashState } from '../crash-state.ts';
import { HistoryReader } from '../history.ts';
import type { JournalEntry } from '../journal.ts';
import { historyFor, Judge } from '../judge.ts';
import { type Found, probeKey, probeValue, type Recovery } from '../recovery.ts';
import type { Opening } from '../subject.ts';
import type { Step } from '../workloads.ts';
import { invariants } from './invariants.ts';

const set = (key: string, value: string): Step => ({ kind: 'change', change: { op: 'set', key, value } });
const steps: Step[] = [
  set('a', '1'),
  set('b', '2'),
  { kind: 'change', change: { op: 'delete', key: 'b' } },
  {
    kind: 'batch',
    changes: [
      { op: 'set', key: 'x', value: '3' },
      { op: 'set', key: 'y', value: '4' },
    ],
  },
  set('a', '5'),
];
/** What is right when the first three steps were answered and the batch was under way. */
const right = { a: '1' };

const sound: Opening = {
  reportsLoss: false,
  callsItDamage: false,
  sentence: 'clean',
  readOnly: false,
  lastSeq: 3,
};

function opened(contents: Record<string, string>, opening: Partial<Opening> = {}): Found {
  const there = new Map(Object.entries(contents));
  return { kind: 'opened', opening: { ...sound, ...opening }, contents: there, unreadable: [] };
}

/** A recovery in which everything is right, but for what is said. */
function recovery(contents: Record<string, string>, parts: Partial<Recovery> = {}): Recovery {
  const probe = { durable: true, wrote: true, lastSeq: 4 };
  return {
    first: opened(contents),
    readingChangedDisk: false,
    second: opened(contents),
    wasWritten: true,
    continued: {
      probe,
      refusal: null,
      next: opened({ ...contents, [probeKey]: probeValue }),
      snapshotted: null,
    },
    ...parts,
  };
}

const answered = (step: number, lastSeq: number): JournalEntry[] => [
  { kind: 'asked', step },
  { kind: 'answered', step, durable: true, wrote: true, lastSeq },
];
const run: JournalEntry[] = [
  ...answered(0, 1),
  ...answered(1, 2),
  ...answered(2, 3),
  { kind: 'asked', step: 3 },
];

function violated(
  found: Recovery,
  options: { fault?: CrashState['fault']; journal?: JournalEntry[]; fsync?: FsyncPolicy } = {},
): string[] {
  const { fault = 'power-loss', journal = run, fsync = 'always' } = options;
  const state = crashState(fault, journal.length, []);
  const reader = new HistoryReader(steps, fsync);
  for (const entry of journal) reader.advance(entry);
  const { violations } = new Judge(steps, fsync).judge(state, historyFor(state, reader), found);
  return violations.map(({ invariant }) => invariant);
}

describe('the invariants', () => {
  it('have names of their own, and a rule each', () => {
    expect(new Set(invariants.map(({ name }) => name)).size).toBe(invariants.length);
    for (const { rule } of invariants) expect(rule).toMatch(/^[A-Z].*\.$/);
  });

  it('are content with what was promised, and with a batch under way that is there or not', () => {
    expect(violated(recovery(right))).toEqual([]);
    expect(violated(recovery({ ...right, x: '3', y: '4' }))).toEqual([]);
  });

  it.each<[string, Recovery]>([
    ['durability', recovery({})],
    ['no-resurrection', recovery({ ...right, b: '2' })],
    ['no-invention', recovery({ ...right, x: 'nobody' })],
    ['batch-atomicity', recovery({ ...right, x: '3' })],
    ['prefix', recovery({ ...right, y: '4' })],
    ['loss-reported', recovery({})],
    ['opens', recovery(right, { second: { kind: 'failed', message: 'undefined is no function' } })],
    ['opens', recovery(right, { second: { kind: 'refused', code: 'IO', message: 'no', isEmpty: false } })],
    ['sequence', recovery(right, { second: opened(right, { lastSeq: 2 }) })],
    ['idempotent', recovery(right, { first: opened({ ...right, x: '3', y: '4' }) })],
    ['reading-changes-nothing', recovery(right, { readingChangedDisk: true })],
    ['writable-after', recovery(right, { second: opened(right, { readOnly: true }), continued: null })],
    ['no-false-alarm', recovery(right, { second: opened(right, { callsItDamage: true }) })],
    [
      'writable-after',
      recovery(right, { continued: { probe: null, refusal: null, next: opened(right), snapshotted: null } }),
    ],
  ])('see a violation of %s', (name, found) => {
    expect(violated(found)).toContain(name);
  });

  it('see a sequence number that is given twice, before the crash and after it', () => {
    const twice = [...answered(0, 1), ...answered(1, 1)];
    expect(violated(recovery({ a: '1', b: '2' }), { journal: twice })).toEqual(['sequence']);
    const probe = { durable: true, wrote: true, lastSeq: 3 };
    const next = opened({ ...right, [probeKey]: probeValue });
    expect(
      violated(recovery(right, { continued: { probe, refusal: null, next, snapshotted: null } })),
    ).toEqual(['sequence']);
  });

  it('see a promise that was made after an fsync had failed', () => {
    const journal: JournalEntry[] = [...answered(0, 1), { kind: 'failed-sync', node: 1 }, ...answered(1, 2)];
    const found = recovery({ a: '1', b: '2' });
    expect(violated(found, { journal, fault: 'fsync-error' })).toEqual(['failed-fsync-is-final']);
  });

  it('ask for every answer after a kill, and for what was proven after a power loss', () => {
    const journal: JournalEntry[] = [
      { kind: 'asked', step: 0 },
      { kind: 'answered', step: 0, durable: false, wrote: true, lastSeq: 1 },
    ];
    const nothing = recovery({}, { second: opened({}, { lastSeq: 0 }) });
    expect(violated(nothing, { journal, fsync: 'no' })).toEqual([]);
    expect(violated(nothing, { journal, fsync: 'no', fault: 'process-kill' })).toEqual([
      'durability',
      'prefix',
      'loss-reported',
      'sequence',
    ]);
  });

  it('ask of damage only that it is told', () => {
    const silent = recovery({ a: '1', b: '2' });
    expect(violated(silent, { fault: 'bit-rot' })).toEqual(['loss-reported']);
    const said = opened({}, { reportsLoss: true, callsItDamage: true, readOnly: true });
    expect(violated({ ...silent, first: said, second: said, continued: null }, { fault: 'bit-rot' })).toEqual(
      [],
    );
  });
});
