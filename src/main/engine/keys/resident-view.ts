import type { IndexColumns } from '../index/index-columns.ts';
import type { FrozenIndex } from '../index/index-entries.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { KeyOrder } from '../index/key-order.ts';
import { compareToKey } from '../index/sort-ids.ts';
import { Slicer } from '../scan/slicer.ts';
import type { IndexView } from './store-index.ts';

/** A moment of an index that keeps its keys. They are put in order from the beginning: most readers want that. */
export class ResidentView implements IndexView {
  readonly count: number;
  readonly #index: KeyIndex;
  readonly #frozen: FrozenIndex;
  readonly #order: Promise<{ ids: Uint32Array; columns: IndexColumns }>;
  /** Ids in key order, once they are sorted. */
  #sorted: Uint32Array | null = null;

  constructor(index: KeyIndex, order: KeyOrder) {
    this.#index = index;
    this.count = index.count;
    this.#frozen = index.freeze();
    const { columns } = this.#frozen;
    this.#order = order.ids(columns, new Slicer()).then((ids) => {
      this.#sorted = ids;
      return { ids, columns };
    });
    // Whoever never asks for the order never hears of its failure either.
    this.#order.catch(() => undefined);
  }

  get columns(): IndexColumns {
    return this.#frozen.columns;
  }

  find(key: Uint8Array): number {
    const index = this.#index;
    const { columns } = this;
    const now = index.find(key, 0, key.length, index.hash(key, 0, key.length));
    if (now >= 0 && this.#held(now, key)) return now;
    // The key was not there then, or has been deleted since: the table of hashes does not know.
    if (this.#sorted !== null) return this.#search(this.#sorted, key);
    for (let id = 0; id < columns.capacity; id++) if (this.#held(id, key)) return id;
    return -1;
  }

  ordered(): Promise<{ ids: Uint32Array; columns: IndexColumns }> {
    return this.#order;
  }

  release(): void {
    // The ids may still be being sorted, by keys that must not change meanwhile: others will use that order.
    const thaw = (): void => this.#frozen.release();
    this.#order.then(thaw, thaw);
  }

  #held(id: number, key: Uint8Array): boolean {
    const { columns } = this;
    return id < columns.capacity && columns.holdsKey(id) && columns.keyEquals(id, key, 0, key.length);
  }

  #search(sorted: Uint32Array, key: Uint8Array): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const id = sorted[middle] as number;
      const order = compareToKey(this.columns, id, key);
      if (order === 0) return id;
      if (order > 0) high = middle;
      else low = middle + 1;
    }
    return -1;
  }
}
