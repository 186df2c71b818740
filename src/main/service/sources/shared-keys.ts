import type { OrderedView, Store } from '../../engine/api.ts';
import type { KeySet } from './source.ts';

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

  facts(id: number) {
    const location = this.#view.location(id);
    if (!location) return null;
    const view = this.#view;
    const versionsOf = this.#versionsOf;
    return {
      type: location.type ?? ('string' as const),
      expired: location.expireAt !== null && location.expireAt <= Date.now(),
      valueLength: location.valueLength,
      recordLength: location.recordLength,
      expireAt: location.expireAt,
      /** Counted when it is asked for: that is a search for the key, and a sort asks for other facts of a million. */
      get versions() {
        return versionsOf(view.key(id), location.seq);
      },
      seq: location.seq,
      file: location.file,
      offset: location.offset,
    };
  }

  retain(): this {
    this.#holders++;
    return this;
  }

  release(): void {
    if (--this.#holders === 0) this.#view.release();
  }
}
