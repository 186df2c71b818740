import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a loop may hold the thread before it lets events through, in ms. */
const sliceMs = 8;

/**
 * Lets a long loop share the thread: `if (slice.over) await slice.rest()`. Reading the clock costs more than a
 * step of most loops, so loops ask every few hundred steps.
 */
export class TimeSlice {
  #started = performance.now();
  readonly #signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  get over(): boolean {
    return performance.now() - this.#started >= sliceMs;
  }

  /** Lets waiting events run. Throws the signal's reason when the work was cancelled meanwhile. */
  async rest(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
    this.#started = performance.now();
  }
}
