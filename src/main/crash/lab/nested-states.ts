import { SeededRandom } from '../../../shared/seeded-random.ts';
import { type CrashState, crashState, imageOf, type NestedCrash } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import type { DiskImage } from './disk-image.ts';
import type { Fate } from './fates.ts';
import { ImageHasher, keyOf } from './image-hasher.ts';
import { isOperation } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';
import { type RecoveryRun, recoveryJournal } from './recovery-journal.ts';
import { spread } from './spread.ts';
import type { Trace } from './trace.ts';

/** A recovery makes about so many calls, and each is crashed at in some ways, some of them in two depths. */
const statesPerRecovery = 40;
/** One in so many crashed recoveries is recovered, and that recovery crashed at each of its calls. */
const secondDepthOneIn = 8;

/** A disk that a crash left, and its state. */
interface Base {
  state: CrashState;
  image: DiskImage;
}

/** Crashes at each call of the recovery of crashed disks, and of the recovery after that. About `limit` of them. */
export async function* nestedStates(
  run: RecoveryRun,
  trace: Trace,
  options: { limit: number; seed: number },
): AsyncGenerator<CrashState> {
  const random = new SeededRandom(options.seed);
  const bases = spread(basesOf(trace), Math.max(1, Math.ceil(options.limit / statesPerRecovery)));
  for (const base of bases) {
    for await (const first of crashesOf(run, base, trace.syncReach)) {
      yield first.state;
      if (random.below(secondDepthOneIn) !== 0) continue;
      for await (const second of crashesOf(run, first, trace.syncReach)) yield second.state;
    }
  }
}

/** What a power loss at each call leaves at worst and at best, each disk once. */
function basesOf(trace: Trace): Base[] {
  const hasher = new ImageHasher();
  const seen = new Set<number>();
  const bases: Base[] = [];
  const disk = new DiskAt(trace.syncReach);
  for (let at = 0; at <= trace.journal.length; at++) {
    for (const fate of ['lost', 'kept'] as const) {
      const state = crashState('crash-in-recovery', at, all(disk, fate));
      const image = imageOf(trace.journal, state, disk);
      const hash = keyOf(hasher.hash(image));
      if (!seen.has(hash)) bases.push({ state, image });
      seen.add(hash);
    }
    if (at < trace.journal.length) disk.advance(trace.journal[at]!);
  }
  return bases;
}

/** The disks that a crash of one recovery leaves: at each of its calls, at worst, at best, and with the call torn. */
async function* crashesOf(
  run: RecoveryRun,
  { state, image }: Base,
  syncReach: SyncReach,
): AsyncGenerator<Base> {
  const journal = await recoveryJournal(run, image);
  const disk = DiskAt.from(image, syncReach);
  for (let at = 1; at <= journal.length; at++) {
    const entry = journal[at - 1]!;
    disk.advance(entry);
    const choices: Fate[][] = [all(disk, 'lost')];
    if (disk.pending.length > 0) choices.push(all(disk, 'kept'));
    if (isOperation(entry) && disk.pending.length > 1) choices.push([...all(disk, 'lost').slice(1), 'kept']);
    if (entry.kind === 'write' && entry.data.length > 1) {
      choices.push([...all(disk, 'kept').slice(1), { firstBytes: entry.data.length >> 1 }]);
    }
    for (const fates of choices) yield crashedAgain(state, { at, fates }, disk);
  }
}

const crashedAgain = (state: CrashState, crash: NestedCrash, disk: DiskAt): Base => ({
  state: { ...state, again: [...state.again, crash] },
  image: disk.image(crash.fates),
});

const all = (disk: DiskAt, fate: Fate): Fate[] => disk.pending.map(() => fate);
