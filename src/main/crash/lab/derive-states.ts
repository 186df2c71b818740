import { SeededRandom } from '../../../shared/seeded-random.ts';
import { type CrashState, crashState, reachIn } from './crash-state.ts';
import { damageStates } from './damage-states.ts';
import { DiskAt } from './disk-at.ts';
import { type Fate, sectorsOf } from './fates.ts';
import { damages, type FaultName, runFaults } from './faults.ts';
import type { Operation } from './journal.ts';
import type { Trace } from './trace.ts';

/** How many subsets of the unsynced operations are tried at each call. */
const subsetsPerCall = 6;
/** Reads of one recovery that are made to fail, at most. */
const maxFailingReads = 60;

/** A run of which states are derived: what happened, and what its fsyncs prove. */
export type Crashed = Pick<Trace, 'journal' | 'syncReach'>;

/** What a crash at each call of a journal may leave, for one fault; the same for the same seed. */
export function* deriveStates(run: Crashed, fault: FaultName, seed: number): Generator<CrashState> {
  if (damages.has(fault)) yield* damageStates(run, fault, seed);
  else if (fault === 'read-error') yield* failingReads(run);
  else if (fault === 'clock-jump') yield* withOtherClocks(run, seed);
  else if (runFaults.has(fault)) yield* afterFailedRun(run, fault, seed);
  else yield* atEachCall(run, fault, seed);
}

function* atEachCall({ journal, syncReach }: Crashed, fault: FaultName, seed: number): Generator<CrashState> {
  const disk = new DiskAt(reachIn({ fault }, syncReach));
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
  'size-before-data': (pending) => grown(pending, 'size-only'),
  'garbage-bytes': (pending) => grown(pending, 'garbage'),
  'stale-bytes': (pending) => grown(pending, 'stale'),
  *'lost-directory-entry'(pending) {
    const entries = [...pending.keys()].filter((index) => {
      const { kind } = pending[index]!;
      return kind !== 'write' && kind !== 'truncate';
    });
    for (const index of entries) yield allBut(pending, index, 'lost');
    if (entries.length > 1) yield pending.map((_, index) => (entries.includes(index) ? 'lost' : 'kept'));
  },
  *'lying-disk'(pending, random) {
    for (const back of lostAtTheEnd) {
      const kept = pending.length - back;
      if (kept >= 0) yield pending.map((_, index) => (index < kept ? 'kept' : 'lost'));
    }
    yield pending.map(() => (random.next() < 0.9 ? 'kept' : 'lost'));
  },
};

/** So many of the last operations a disk that lies may lose. */
const lostAtTheEnd = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/** One write of which nothing but the length came, with all that was asked for beside it, or with what came before. */
function* grown(pending: readonly Operation[], fate: Fate): Generator<readonly Fate[]> {
  for (const [index, operation] of pending.entries()) {
    if (operation.kind !== 'write') continue;
    yield allBut(pending, index, fate);
    yield pending.map((_, other): Fate => {
      if (other === index) return fate;
      return other < index ? 'kept' : 'lost';
    });
  }
}

/** How far the clock is moved before the restart, in ms. */
const clockMoves = [-86_400_000, -3_600_000, 0, 3_600_000, 86_400_000];

function* withOtherClocks(run: Crashed, seed: number): Generator<CrashState> {
  let index = 0;
  for (const { at, fates } of atEachCall(run, 'power-loss', seed)) {
    yield crashState('clock-jump', at, fates, { clockMs: clockMoves[index++ % clockMoves.length]! });
  }
}

/** After a run in which a call failed: the restart finds everything, or only what was proven, or some of the rest. */
function* afterFailedRun(
  { journal, syncReach }: Crashed,
  fault: FaultName,
  seed: number,
): Generator<CrashState> {
  const { pending } = DiskAt.after(journal, journal.length, syncReach);
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
function* failingReads({ journal, syncReach }: Crashed): Generator<CrashState> {
  for (const at of [journal.length, Math.floor(journal.length / 2)]) {
    const fates = all(DiskAt.after(journal, at, syncReach).pending);
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
