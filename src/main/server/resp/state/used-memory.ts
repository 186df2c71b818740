/** Asking costs some 10 µs: within so many ms the last answer will do. */
const goodForMs = 100;

/** What the process holds for its values: the heap and what lies beside it, in bytes. */
export const usedBytes = ({
  heapUsed,
  external,
}: Pick<NodeJS.MemoryUsage, 'heapUsed' | 'external'>): number => heapUsed + external;

/** The same, asked for by every command that takes more memory. */
export class UsedMemory {
  #bytes = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  get bytes(): number {
    const now = performance.now();
    if (now - this.#askedAtMs >= goodForMs) {
      this.#bytes = usedBytes(process.memoryUsage());
      this.#askedAtMs = now;
    }
    return this.#bytes;
  }
}
