import type { Reject, Resolve } from './pending-write.ts';

const nobody = (): void => undefined;

/** Who waits for a group: how each is answered, and the index of its first record. Places are used again for later groups. */
export class GroupCallers {
  readonly #resolves: Resolve[] = [];
  readonly #rejects: Reject[] = [];
  readonly #firsts: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(resolve: Resolve, reject: Reject, first: number): void {
    const at = this.#count++;
    this.#resolves[at] = resolve;
    this.#rejects[at] = reject;
    this.#firsts[at] = first;
  }

  /** Nobody who has been answered is kept alive. */
  clear(): void {
    for (let i = 0; i < this.#count; i++) {
      this.#resolves[i] = nobody;
      this.#rejects[i] = nobody;
    }
    this.#count = 0;
  }

  /** Tells each which of so many records, from `firstSeq` on, are its own. */
  answer(firstSeq: number, records: number, durable: boolean): void {
    for (let i = 0; i < this.#count; i++) {
      const resolve = this.#resolves[i] as Resolve;
      const first = this.#firsts[i] as number;
      const end = i + 1 < this.#count ? (this.#firsts[i + 1] as number) : records;
      if (end === first) resolve(null);
      else resolve({ firstSeq: firstSeq + first, lastSeq: firstSeq + end - 1, durable });
    }
  }

  reject(error: Error): void {
    for (let i = 0; i < this.#count; i++) (this.#rejects[i] as Reject)(error);
  }
}
