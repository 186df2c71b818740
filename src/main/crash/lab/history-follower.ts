import type { FsyncPolicy } from '../../../shared/model.ts';
import type { CrashState } from './crash-state.ts';
import { type History, HistoryReader } from './history.ts';
import type { Journal } from './journal.ts';
import { historyFor } from './judge.ts';
import type { Step } from './workloads.ts';

/** What callers had been told at one point of a journal after the other; worked out once for all states of a point. */
export class HistoryFollower {
  readonly #journal: Journal;
  readonly #steps: readonly Step[];
  readonly #fsync: FsyncPolicy;
  readonly #known = new Map<string, History>();
  #reader: HistoryReader;
  #at = 0;

  constructor(journal: Journal, steps: readonly Step[], fsync: FsyncPolicy) {
    this.#journal = journal;
    this.#steps = steps;
    this.#fsync = fsync;
    this.#reader = new HistoryReader(steps, fsync);
  }

  of(state: Pick<CrashState, 'at' | 'fault'>): History {
    this.#goTo(state.at);
    const kind = state.fault === 'process-kill' || state.fault === 'lying-disk' ? state.fault : 'power-loss';
    let history = this.#known.get(kind);
    if (history === undefined) {
      history = historyFor(state, this.#reader);
      this.#known.set(kind, history);
    }
    return history;
  }

  #goTo(at: number): void {
    if (at === this.#at) return;
    this.#known.clear();
    if (at < this.#at) {
      this.#reader = new HistoryReader(this.#steps, this.#fsync);
      this.#at = 0;
    }
    for (; this.#at < at; this.#at++) this.#reader.advance(this.#journal[this.#at]!);
  }
}
