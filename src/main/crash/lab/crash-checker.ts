import { type CrashState, imageOf } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import { type History, HistoryReader } from './history.ts';
import { ImageHasher } from './image-hasher.ts';
import { historyFor, Judge, type Judgement } from './judge.ts';
import { type Recovery, recoverState } from './recovery.ts';
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
  #at = 0;
  #disk = new DiskAt();
  #reader: HistoryReader;
  #histories: { killed: History | null; powerless: History | null } = { killed: null, powerless: null };

  /** `seen`: contents of disks, by hash; those that this checker meets are added. */
  constructor(subject: Subject, trace: Trace, seen: Set<string> = new Set()) {
    this.#subject = subject;
    this.#trace = trace;
    this.#seen = seen;
    this.#judge = new Judge(trace.workload.steps, trace.fsync);
    this.#reader = new HistoryReader(trace.workload.steps, trace.fsync);
  }

  /** null when there is no such state: the read that is to fail never comes. */
  async check(state: CrashState): Promise<Judgement | null> {
    this.#goTo(state.at);
    const image = imageOf(this.#trace.journal, state, this.#disk);
    const hash = `${this.#hasher.hash(image)}${state.failingRead ?? ''}@${state.clockMs}`;
    const recovery = this.#remembered.get(hash) ?? (await this.#recover(hash, state, image));
    return recovery === null ? null : this.#judge.judge(state, this.#historyOf(state), recovery);
  }

  async #recover(
    hash: string,
    { failingRead, clockMs }: CrashState,
    image: ReturnType<typeof imageOf>,
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

  #goTo(at: number): void {
    if (at < this.#at) {
      this.#at = 0;
      this.#disk = new DiskAt();
      this.#reader = new HistoryReader(this.#trace.workload.steps, this.#trace.fsync);
    } else if (at === this.#at) return;
    for (; this.#at < at; this.#at++) {
      const entry = this.#trace.journal[this.#at]!;
      this.#disk.advance(entry);
      this.#reader.advance(entry);
    }
    this.#histories = { killed: null, powerless: null };
  }

  #historyOf(state: CrashState): History {
    if (state.fault === 'process-kill') {
      this.#histories.killed ??= historyFor(state, this.#reader);
      return this.#histories.killed;
    }
    this.#histories.powerless ??= historyFor(state, this.#reader);
    return this.#histories.powerless;
  }
}
