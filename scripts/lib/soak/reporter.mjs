// @ts-check
import { callers } from './load.mjs';

/** Tells the parent how many calls of each caller were acknowledged, and keeps callers from running ahead of that. */
export class Reporter {
  #acknowledged = new Array(callers).fill(0);
  #told = new Array(callers).fill(0);
  #maxUntold;
  #send;
  /** @type {(() => void)[]} */
  #waiting = [];
  #sending = false;

  /**
   * @param {number} maxUntold
   * @param {(message: object) => Promise<void>} send
   */
  constructor(maxUntold, send) {
    this.#maxUntold = maxUntold;
    this.#send = send;
  }

  /**
   * Resolves when the caller may make its next call.
   * @param {number} caller
   */
  async acknowledged(caller) {
    this.#acknowledged[caller]++;
    void this.#tell();
    while (this.#acknowledged[caller] - this.#told[caller] >= this.#maxUntold) {
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
  }

  get counts() {
    return [...this.#acknowledged];
  }

  async #tell() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#acknowledged.some((count, caller) => count > this.#told[caller])) {
      const acked = this.counts;
      await this.#send({ acked });
      this.#told = acked;
      for (const go of this.#waiting.splice(0)) go();
    }
    this.#sending = false;
  }
}
