/** An fsync that is shorter than this, in ms, costs less than the way to another thread and back. */
const inlineSyncMs = 0.25;
const weight = 0.25;

/** How fast the disk answers, and how many callers write at once. */
export class CommitPace {
  /** Of an fsync, averaged. */
  #syncMs = Number.POSITIVE_INFINITY;
  /** Callers of a group, of late. */
  #callers = 1;

  /** A group of so many callers has been proven, in so many ms. */
  proven(ms: number, callers: number): void {
    this.#syncMs = Number.isFinite(this.#syncMs) ? this.#syncMs + weight * (ms - this.#syncMs) : ms;
    this.#callers = Math.max(callers, this.#callers + weight * (callers - this.#callers));
  }

  /** The disk is quicker than another thread would be. */
  get isQuick(): boolean {
    return this.#syncMs < inlineSyncMs;
  }

  /** There is one caller, and nothing to be gained by waiting for others. */
  get isLone(): boolean {
    return this.isQuick && this.#callers < 1.5;
  }
}
