import type { SoftLimit } from '../state/output-limits.ts';

/** For how long a client has been behind by more than it may be for a while. */
export class LastingBacklog {
  /** ms since 1970; null = it is not. */
  #since: number | null = null;
  readonly #now: () => number;

  /** `now`: ms since 1970; for specs. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Told how many bytes wait now: whether so many have for too long. */
  isTooLong(waiting: number, { bytes, ms }: SoftLimit): boolean {
    if (bytes === 0 || waiting <= bytes) {
      this.#since = null;
      return false;
    }
    const now = this.#now();
    this.#since ??= now;
    return now - this.#since > ms;
  }
}
