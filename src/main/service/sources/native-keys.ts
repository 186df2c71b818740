import type { Store } from '../../engine/api.ts';
import { SharedKeys } from './shared-keys.ts';
import type { KeySet } from './source.ts';
import type { VersionCounts } from './version-counts.ts';

/** Fewer keys are put in order before anybody sees that they were not. */
const manyKeys = 50_000;

/** The keys of an open store in order: made when they are first asked for, and anew once something has been written. */
export class NativeKeys {
  readonly #store: () => Store;
  readonly #versions: VersionCounts;
  #keys: Promise<SharedKeys> | null = null;
  #areStale = false;
  #wereOrdered = false;

  constructor(store: () => Store, versions: VersionCounts) {
    this.#store = store;
    this.#versions = versions;
  }

  /** Whoever asks releases them. `versions`: once those of each key are known. */
  async inOrder(options: {
    onProgress?: (done: number, total: number) => void;
    versions?: boolean;
  }): Promise<KeySet> {
    if (options.versions) await this.#versions.know();
    if (!this.#keys || this.#areStale) {
      this.drop();
      const { onProgress } = options;
      const keys = SharedKeys.of(this.#store(), this.#versionsOf, onProgress ? { onProgress } : {});
      keys.then(
        () => {
          this.#wereOrdered = true;
        },
        () => {
          if (this.#keys === keys) this.#keys = null;
        },
      );
      this.#keys = keys;
    }
    return (await this.#keys).retain();
  }

  /** The engine keeps an order up once it has been made: only the first one takes long. */
  async unordered(): Promise<KeySet | null> {
    if (this.#wereOrdered || this.#store().stats().keys < manyKeys) return null;
    return SharedKeys.of(this.#store(), this.#versionsOf, { sorted: false });
  }

  /** A table of keys is what is looked at first: its order is made while the window is still being drawn. */
  orderAhead(): void {
    this.inOrder({}).then(
      (keys) => keys.release(),
      () => undefined,
    );
  }

  /** Something has been written: whoever asks from now on gets others. */
  outdate(): void {
    this.#areStale = true;
  }

  drop(): void {
    this.#keys?.then(
      (keys) => keys.release(),
      () => undefined,
    );
    this.#keys = null;
    this.#areStale = false;
  }

  readonly #versionsOf = (key: Uint8Array, seq: number) => this.#versions.of(key, seq);
}
