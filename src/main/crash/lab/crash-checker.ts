import { type CrashState, damagedImage } from './crash-state.ts';
import { DiskFollower } from './disk-follower.ts';
import type { DiskImage } from './disk-image.ts';
import { DistinctStates } from './distinct-states.ts';
import type { Fate } from './fates.ts';
import { HistoryFollower } from './history-follower.ts';
import { type Hash, ImageHasher, keyOf, mixed } from './image-hasher.ts';
import { Judge, type Judgement } from './judge.ts';
import { type Recovery, recoverState } from './recovery.ts';
import { NestedImages } from './recovery-journal.ts';
import type { Subject } from './subject.ts';
import type { Trace } from './trace.ts';
import { openedAtMs } from './workloads.ts';

/** Recoveries kept for states with the same bytes: these come soon after each other. */
const maxRemembered = 2000;

export interface CheckerOptions {
  /** The states that this checker meets are added. */
  seen?: DistinctStates;
  /**
   * One disk in so many is written to and started again as well; the others are recovered and read. Default 1: all of
   * them.
   */
  thoroughOneIn?: number;
  /** Of these again one in so many is snapshot in the end. Default 1: all of them. */
  snapshotOneIn?: number;
}

/** Checks the states of one trace. Going through them by their place in the journal spares most of the work. */
export class CrashChecker {
  readonly #subject: Subject;
  readonly #trace: Trace;
  readonly #judge: Judge;
  readonly #seen: DistinctStates;
  readonly #thoroughOneIn: number;
  readonly #snapshotOneIn: number;
  readonly #hasher = new ImageHasher();
  readonly #remembered = new Map<number, Recovery>();
  readonly #disks: { honest: DiskFollower; lying: DiskFollower };
  readonly #nested: NestedImages;
  readonly #histories: HistoryFollower;
  #recovered = 0;
  /** The crashed disk that was met last. */
  #crashed: { disks: DiskFollower; at: number; fates: readonly Fate[]; image: DiskImage } | null = null;

  constructor(subject: Subject, trace: Trace, options: CheckerOptions = {}) {
    const { journal, workload, fsync, syncReach } = trace;
    const { segmentBytes, steps } = workload;
    this.#subject = subject;
    this.#trace = trace;
    this.#seen = options.seen ?? new DistinctStates();
    this.#thoroughOneIn = options.thoroughOneIn ?? 1;
    this.#snapshotOneIn = options.snapshotOneIn ?? 1;
    this.#judge = new Judge(steps, fsync);
    this.#histories = new HistoryFollower(journal, steps, fsync);
    this.#disks = {
      honest: new DiskFollower(journal, syncReach),
      lying: new DiskFollower(journal, 'nothing'),
    };
    this.#nested = new NestedImages({ subject, fsync, segmentBytes, nowMs: openedAtMs }, syncReach);
  }

  /** null when there is no such state: the read that is to fail never comes. */
  async check(state: CrashState): Promise<Judgement | null> {
    const image = await this.#nested.after(this.#imageOf(state), state.again);
    const hash = mixed(mixed(this.#hasher.hash(image), state.failingRead ?? 0), state.clockMs);
    const recovery = this.#remembered.get(keyOf(hash)) ?? (await this.#recover(hash, state, image));
    if (recovery === null) return null;
    const history = this.#histories.of(state);
    this.#seen.add(hash, history);
    return this.#judge.judge(state, history, recovery);
  }

  async #recover(
    hash: Hash,
    { failingRead, clockMs }: CrashState,
    image: DiskImage,
  ): Promise<Recovery | null> {
    const { fsync, workload } = this.#trace;
    const { segmentBytes } = workload;
    const number = this.#recovered++;
    const recovery = await recoverState({
      subject: this.#subject,
      image,
      fsync,
      segmentBytes,
      failingRead,
      nowMs: openedAtMs + clockMs,
      snapshots: number % (this.#thoroughOneIn * this.#snapshotOneIn) === 0,
      readsOnly: number % this.#thoroughOneIn !== 0,
    });
    if (recovery === null) return null;
    this.#remembered.set(keyOf(hash), recovery);
    if (this.#remembered.size > maxRemembered) {
      const [oldest] = this.#remembered.keys();
      this.#remembered.delete(oldest!);
    }
    return recovery;
  }

  #imageOf({ fault, at, fates, damage }: CrashState): DiskImage {
    // Damages are tried by the thousand on one crashed disk.
    const disks = fault === 'lying-disk' ? this.#disks.lying : this.#disks.honest;
    const last = this.#crashed;
    if (last === null || last.disks !== disks || last.at !== at || last.fates !== fates) {
      this.#crashed = { disks, at, fates, image: disks.at(at).image(fates) };
    }
    return damagedImage(this.#crashed!.image, damage);
  }
}
