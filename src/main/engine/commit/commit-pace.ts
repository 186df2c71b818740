/**
 * An fsync that is shorter than this, in ms, is waited for in place. The way to another thread and back costs some
 * 0.1 ms; a caller that is alone waits for it with each write, and many have nothing to write until they are answered.
 */
const inlineSyncMs = 0.6;
/** A single fsync counts for no more: now and then one takes twenty times as long on any disk. */
const maxSampleMs = 2 * inlineSyncMs;
const weight = 0.25;

/** How fast the disk answers, and how many callers write at once. */
export class CommitPace {
  /** Of an fsync, averaged. */
  #syncMs = Number.POSITIVE_INFINITY;
  /** Callers of a group, of late. */
  #callers = 1;

  /** A group of so many callers has been proven, in so many ms. */
  proven(ms: number, callers: number): void {
    const sample = Math.min(ms, maxSampleMs);
    this.#syncMs = Number.isFinite(this.#syncMs) ? this.#syncMs + weight * (sample - this.#syncMs) : sample;
    this.#callers = Math.max(callers, this.#callers + weight * (callers - this.#callers));
  }

  /** The disk is quick enough to be waited for, by everybody. */
  get isQuick(): boolean {
    return this.#syncMs < inlineSyncMs;
  }

  /** There is one caller, and nothing to be gained by waiting for others. */
  get isLone(): boolean {
    return this.isQuick && this.#callers < 1.5;
  }
}
