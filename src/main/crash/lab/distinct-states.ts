import type { History } from './history.ts';
import { type Hash, keyOf, mixed } from './image-hasher.ts';

/**
 * States that were met, each counted once: the bytes of the disk, together with what had been promised. Those in which
 * nothing had been promised are told apart, for they may be the same in several workloads; no two workloads promise
 * the same, since no two of them write the same values.
 */
export class DistinctStates {
  readonly #promised = new Set<number>();
  readonly #unpromised = new Set<number>();

  add(disk: Hash, history: History): void {
    if (history.promised === 0) this.#unpromised.add(keyOf(disk));
    else this.#promised.add(keyOf(mixed(disk, history.promiseHash)));
  }

  get count(): number {
    return this.#promised.size + this.#unpromised.size;
  }

  /** The keys of those in which nothing had been promised, to be compared with those of other workloads. */
  get unpromisedKeys(): number[] {
    return [...this.#unpromised];
  }
}
