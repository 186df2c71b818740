import type { OrderedView, Store } from '../../engine/api.ts';
import { LocationFacts } from './location-facts.ts';
import type { KeyFacts, KeySet } from './source.ts';

/** An engine's ordered view that several callers page through; it is released with the last of them. */
export class SharedKeys implements KeySet {
  readonly #view: OrderedView;
  readonly #versionsOf: (key: Uint8Array, seq: number) => number;
  #holders = 1;

  private constructor(view: OrderedView, versionsOf: (key: Uint8Array, seq: number) => number) {
    this.#view = view;
    this.#versionsOf = versionsOf;
  }

  static async of(
    store: Store,
    versionsOf: (key: Uint8Array, seq: number) => number,
    options: { sorted?: boolean; onProgress?: (done: number, total: number) => void } = {},
  ): Promise<SharedKeys> {
    return new SharedKeys(await store.orderedView(options), versionsOf);
  }

  get ids(): Uint32Array {
    // The view's array may have room behind its keys.
    return this.#view.ids.length === this.#view.count
      ? this.#view.ids
      : this.#view.ids.subarray(0, this.#view.count);
  }

  key(id: number): Uint8Array {
    return this.#view.key(id);
  }

  facts(id: number): KeyFacts | null {
    const location = this.#view.location(id);
    if (!location) return null;
    return new LocationFacts(location, () => this.#versionsOf(this.#view.key(id), location.seq));
  }

  retain(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders === 0) this.#view.release();
  }
}
