import { type CrashState, imageOf } from './crash-state.ts';
import { DiskFollower } from './disk-follower.ts';
import type { DiskImage } from './disk-image.ts';
import { HistoryFollower } from './history-follower.ts';
import { ImageHasher } from './image-hasher.ts';
import { Judge, type Judgement } from './judge.ts';
import { type Recovery, recoverState } from './recovery.ts';
import { NestedImages } from './recovery-journal.ts';
import type { Subject } from './subject.ts';
import type { Trace } from './trace.ts';
import { openedAtMs } from './workloads.ts';

/** Recoveries kept for states with the same bytes: these come soon after each other. */
const maxRemembered = 2000;

/** Checks the states of one trace. Going through them by their place in the journal spares most of the work. */
export class CrashChecker {
  readonly #subject: Subject;
  readonly #trace: Trace;
  readonly #judge: Judge;
  readonly #seen: Set<string>;
  readonly #hasher = new ImageHasher();
  readonly #remembered = new Map<string, Recovery>();
  readonly #disks: { honest: DiskFollower; lying: DiskFollower };
  readonly #nested: NestedImages;
  readonly #histories: HistoryFollower;

  /** `seen`: contents of disks, by hash; those that this checker meets are added. */
  constructor(subject: Subject, trace: Trace, seen: Set<string> = new Set()) {
    this.#subject = subject;
    this.#trace = trace;
    this.#seen = seen;
    const { journal, workload, fsync, syncReach } = trace;
    const { segmentBytes, steps } = workload;
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
    const hash = `${this.#hasher.hash(image)}${state.failingRead ?? ''}@${state.clockMs}`;
    const recovery = this.#remembered.get(hash) ?? (await this.#recover(hash, state, image));
    return recovery === null ? null : this.#judge.judge(state, this.#histories.of(state), recovery);
  }

  async #recover(
    hash: string,
    { failingRead, clockMs }: CrashState,
    image: DiskImage,
  ): Promise<Recovery | null> {
    const { fsync, workload } = this.#trace;
    const { segmentBytes } = workload;
    const recovery = await recoverState({
      subject: this.#subject,
      image,
      fsync,
      segmentBytes,
      failingRead,
      nowMs: openedAtMs + clockMs,
    });
    if (recovery === null) return null;
    this.#seen.add(hash);
    this.#remembered.set(hash, recovery);
    if (this.#remembered.size > maxRemembered) {
      const [oldest] = this.#remembered.keys();
      this.#remembered.delete(oldest!);
    }
    return recovery;
  }

  #imageOf(state: CrashState): DiskImage {
    const disks = state.fault === 'lying-disk' ? this.#disks.lying : this.#disks.honest;
    return imageOf(this.#trace.journal, state, disks.at(state.at));
  }
}
