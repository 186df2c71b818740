/** Asking costs some 10 µs: within so many ms the last answer will do. */
const goodForMs = 100;

/** What the process holds for its values: the heap and what lies beside it, in bytes. */
export class UsedMemory {
  #bytes = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  get bytes(): number {
    const now = performance.now();
    if (now - this.#askedAtMs >= goodForMs) {
      const { heapUsed, external } = process.memoryUsage();
      this.#bytes = heapUsed + external;
      this.#askedAtMs = now;
    }
    return this.#bytes;
  }
}
