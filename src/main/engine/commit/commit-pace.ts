/** About what it takes a caller that has been answered to come back with its next write, in ms. */
const callerMs = 0.0015;
/** With fewer callers at once there is nothing to gain from two groups. */
const minCallers = 16;
/** An fsync that is shorter than this, in ms, costs a lone caller less than the way to another thread and back. */
const inlineSyncMs = 0.25;
const weight = 0.25;

/**
 * How fast the disk answers, and how many callers write at once: whether to write what has come, or to wait for more.
 */
export class CommitPace {
  /** Of an fsync, averaged. */
  #syncMs = Number.POSITIVE_INFINITY;
  /** Callers on their way at once, of late. */
  #callers = 1;

  /** A group of so many callers has been proven, in so many ms; `others` were taken in meanwhile. */
  proven(ms: number, callers: number, others: number): void {
    this.#syncMs = Number.isFinite(this.#syncMs) ? this.#syncMs + weight * (ms - this.#syncMs) : ms;
    this.#callers = Math.max(callers + others, this.#callers + weight * (callers + others - this.#callers));
  }

  /** There is one caller, and the disk is quick. */
  get isLone(): boolean {
    return this.#callers < 1.5 && this.#syncMs < inlineSyncMs;
  }

  /** The disk is quicker than the callers: while half of them are answered it can prove the other half. */
  get overlaps(): boolean {
    return this.#callers >= minCallers && this.#syncMs < this.#callers * callerMs;
  }

  /** So many callers make a group that need not wait for the others. */
  isEnough(callers: number): boolean {
    return this.overlaps && 2 * callers >= this.#callers;
  }
}
