/**
 * An fsync that is shorter than this, in ms, is waited for in place. The way to another thread and back costs some
 * 0.1 ms; a caller that is alone waits for it with each write, and many have nothing to write until they are answered.
 */
const inlineSyncMs = 0.6;
/** A single fsync counts for no more: now and then one takes twenty times as long on any disk. */
const maxSampleMs = 2 * inlineSyncMs;
const weight = 0.25;
/** So long, in ms, a lone caller may keep the event loop from turning. */
const maxLoopHoldMs = 1;

/** How fast the disk answers, and how many callers write at once. */
export class CommitPace {
  /** Of an fsync, averaged. */
  #syncMs = Number.POSITIVE_INFINITY;
  /** Callers of a group, of late. */
  #callers = 1;
  /** When the event loop was last seen to turn, by `performance.now()`. */
  #turnedAt = 0;

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

  /** Runs it once all callers of this turn of the event loop have been heard; a lone one need not wait for its end. */
  whenHeard(task: () => void): void {
    if (this.#isLone && performance.now() - this.#turnedAt < maxLoopHoldMs) {
      queueMicrotask(task);
      return;
    }
    setImmediate(() => {
      this.#turnedAt = performance.now();
      task();
    });
  }

  /** There is one caller, and nothing to be gained by waiting for others. */
  get #isLone(): boolean {
    return this.isQuick && this.#callers < 1.5;
  }
}
