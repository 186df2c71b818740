/**
 * Lets one loop wait for something to have happened since it looked last: now and then of its own accord, and at once
 * when it is woken.
 */
export class Waker {
  readonly #everyMs: number;
  readonly #signal: AbortSignal;
  #woken = false;
  #wake: (() => void) | null = null;

  constructor(everyMs: number, signal: AbortSignal) {
    this.#everyMs = everyMs;
    this.#signal = signal;
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Resolves at once if it has been woken since the last time, or when the signal is aborted. */
  async wait(): Promise<void> {
    if (!this.#woken && !this.#signal.aborted) await this.#sleep();
    this.#woken = false;
  }

  async #sleep(): Promise<void> {
    await new Promise<void>((resolve) => {
      // Whoever waits in a `for await` expects to be waited for: the timer keeps the process alive.
      const timer = setTimeout(resolve, this.#everyMs);
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = wake;
      this.#signal.addEventListener('abort', wake, { once: true });
    });
    if (this.#wake !== null) this.#signal.removeEventListener('abort', this.#wake);
    this.#wake = null;
  }
}
