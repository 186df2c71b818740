import type { History } from './history.ts';
import { type Hash, keyOf, mixed } from './image-hasher.ts';

/**
 * States that were met, each counted once: the bytes of the disk, together with what had been promised. Those in which
 * nothing had been asked for are told apart, for these are the same in every workload.
 */
export class DistinctStates {
  readonly #asked = new Set<number>();
  readonly #unasked = new Set<number>();

  add(disk: Hash, history: History): void {
    const states = history.asked === 0 ? this.#unasked : this.#asked;
    states.add(keyOf(mixed(disk, history.promiseHash)));
  }

  get count(): number {
    return this.#asked.size + this.#unasked.size;
  }

  /** How many there are of those in which something had been asked for. */
  get askedCount(): number {
    return this.#asked.size;
  }

  /** The keys of the others, to be compared with those of other workloads. */
  get unaskedKeys(): number[] {
    return [...this.#unasked];
  }
}
