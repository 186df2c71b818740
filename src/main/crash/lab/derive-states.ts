import { SeededRandom } from '../../../shared/seeded-random.ts';
import { type CrashState, crashState } from './crash-state.ts';
import { damageStates } from './damage-states.ts';
import { DiskAt } from './disk-at.ts';
import { type Fate, sectorsOf } from './fates.ts';
import { damages, type FaultName, runFaults } from './faults.ts';
import type { Journal, Operation } from './journal.ts';

/** How many subsets of the unsynced operations are tried at each call. */
const subsetsPerCall = 6;
/** Reads of one recovery that are made to fail, at most. */
const maxFailingReads = 60;

/** What a crash at each call of a journal may leave, for one fault; the same for the same seed. */
export function* deriveStates(journal: Journal, fault: FaultName, seed: number): Generator<CrashState> {
  if (damages.has(fault)) yield* damageStates(journal, fault, seed);
  else if (fault === 'read-error') yield* failingReads(journal);
  else if (runFaults.has(fault)) yield* afterFailedRun(journal, fault, seed);
  else yield* atEachCall(journal, fault, seed);
}

function* atEachCall(journal: Journal, fault: FaultName, seed: number): Generator<CrashState> {
  const disk = new DiskAt();
  const random = new SeededRandom(seed);
  const fatesOf = choices[fault];
  if (fatesOf === undefined) return;
  for (let at = 0; at <= journal.length; at++) {
    // A kill can only cut the write that is under way.
    const writing = journal[at - 1]?.kind === 'write';
    for (const fates of fatesOf(disk.pending, random, writing)) yield crashState(fault, at, fates);
    if (at < journal.length) disk.advance(journal[at]!);
  }
}

type Choices = (
  pending: readonly Operation[],
  random: SeededRandom,
  /** The last call was a write, and may not have ended. */
  writing: boolean,
) => Iterable<readonly Fate[]>;

const choices: Partial<Record<FaultName, Choices>> = {
  *'process-kill'(pending, _, writing) {
    yield all(pending);
    const last = pending.at(-1);
    if (writing && last?.kind === 'write') {
      for (const firstBytes of sampled(last.data.length)) yield lastAs(pending, { firstBytes });
    }
  },
  *'power-loss'(pending) {
    for (let kept = 0; kept <= pending.length; kept++) {
      yield pending.map((_, index) => (index < kept ? 'kept' : 'lost'));
    }
  },
  *'reordered-writes'(pending, random) {
    if (pending.length < 2) return;
    for (let index = 0; index < pending.length - 1; index++) yield allBut(pending, index, 'lost');
    for (let count = 0; count < subsetsPerCall; count++) {
      yield pending.map(() => (random.next() < 0.5 ? 'kept' : 'lost'));
    }
  },
  *'torn-write'(pending) {
    const last = pending.at(-1);
    if (last?.kind !== 'write') return;
    for (let firstBytes = 1; firstBytes < last.data.length; firstBytes++) {
      yield lastAs(pending, { firstBytes });
    }
    const sectors = sectorsOf(last.position, last.data.length);
    for (let sector = 0; sectors > 1 && sector < sectors; sector++) {
      yield lastAs(pending, { withoutSector: sector });
    }
  },
  *'size-before-data'(pending) {
    for (const [index, operation] of pending.entries()) {
      if (operation.kind !== 'write') continue;
      yield allBut(pending, index, 'size-only');
      yield pending.map((_, other): Fate => {
        if (other === index) return 'size-only';
        return other < index ? 'kept' : 'lost';
      });
    }
  },
  *'lost-directory-entry'(pending) {
    const entries = [...pending.keys()].filter((index) => {
      const { kind } = pending[index]!;
      return kind !== 'write' && kind !== 'truncate';
    });
    for (const index of entries) yield allBut(pending, index, 'lost');
    if (entries.length > 1) yield pending.map((_, index) => (entries.includes(index) ? 'lost' : 'kept'));
  },
};

/** After a run in which a call failed: the restart finds everything, or only what was proven, or some of the rest. */
function* afterFailedRun(journal: Journal, fault: FaultName, seed: number): Generator<CrashState> {
  const { pending } = DiskAt.after(journal, journal.length);
  const random = new SeededRandom(seed);
  yield crashState(fault, journal.length, all(pending));
  yield crashState(
    fault,
    journal.length,
    pending.map(() => 'lost'),
  );
  if (pending.length < 2) return;
  for (let count = 0; count < 2; count++) {
    yield crashState(
      fault,
      journal.length,
      pending.map(() => (random.next() < 0.5 ? 'kept' : 'lost')),
    );
  }
}

/** Each read of the recovery of the closed store, and of one that was killed before. */
function* failingReads(journal: Journal): Generator<CrashState> {
  for (const at of [journal.length, Math.floor(journal.length / 2)]) {
    const fates = all(DiskAt.after(journal, at).pending);
    for (let read = 1; read <= maxFailingReads; read++) {
      yield crashState('read-error', at, fates, { failingRead: read });
    }
  }
}

const all = (pending: readonly Operation[]): Fate[] => pending.map(() => 'kept');

const allBut = (pending: readonly Operation[], index: number, fate: Fate): Fate[] =>
  pending.map((_, other) => (other === index ? fate : 'kept'));

const lastAs = (pending: readonly Operation[], fate: Fate): Fate[] =>
  allBut(pending, pending.length - 1, fate);

/** Lengths within a write: its ends and some between. */
function sampled(length: number): number[] {
  const candidates = [1, length >> 2, length >> 1, length - 1];
  return [...new Set(candidates)].filter((firstBytes) => firstBytes > 0 && firstBytes < length);
}
