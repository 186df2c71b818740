import type { Slicer } from '../scan/slicer.ts';
import type { IndexColumns } from './index-columns.ts';
import type { KeyIndex } from './key-index.ts';
import { compareKeys, sortIds } from './sort-ids.ts';

/** When more keys than this share have come and gone, sorting anew is cheaper than keeping up. */
const maxChangedShare = 0.25;

/** The ids of all keys in the order of their bytes: sorted once, then kept up with what comes and goes. */
export class KeyOrder {
  readonly #index: KeyIndex;
  #sorted: Uint32Array | null = null;
  #sortedVersion = -1;
  /** Ids that got or lost a key since. */
  #changed: number[] = [];

  constructor(index: KeyIndex) {
    this.#index = index;
    index.onStructure = (id) => this.#noteChange(id);
  }

  /**
   * Ids of all keys that `columns` holds, in key order; not to be changed. `columns` is the index frozen at this
   * moment: the call must come in the same turn.
   */
  async ids(columns: IndexColumns, slicer: Slicer): Promise<Uint32Array> {
    const version = this.#index.structureVersion;
    const before = this.#sorted;
    if (before !== null && this.#sortedVersion === version) return before;
    const changed = this.#changed;
    this.#changed = [];
    const sorted =
      before === null || changed.length > before.length * maxChangedShare
        ? await sortedIds(columns, slicer)
        : await this.#keptUp(before, changed, columns, slicer);
    this.#keep(sorted, version, changed);
    return sorted;
  }

  #keep(sorted: Uint32Array, version: number, changed: readonly number[]): void {
    if (version > this.#sortedVersion) {
      this.#sorted = sorted;
      this.#sortedVersion = version;
    } else {
      // Another call has kept a newer order meanwhile, which does not know of what this one took over.
      for (const id of changed) this.#noteChange(id);
    }
  }

  async #keptUp(
    before: Uint32Array,
    changed: readonly number[],
    columns: IndexColumns,
    slicer: Slicer,
  ): Promise<Uint32Array> {
    const isChanged = new Uint8Array(columns.capacity);
    for (const id of changed) isChanged[id] = 1;
    const added = Uint32Array.from(new Set(changed)).filter((id) => columns.holdsKey(id));
    await sortIds(added, columns, slicer);
    const merged = new Uint32Array(before.length + added.length);
    let count = 0;
    let next = 0;
    for (const id of before) {
      if (isChanged[id] === 1) continue;
      while (next < added.length && compareKeys(columns, added[next] as number, id) < 0) {
        merged[count++] = added[next++] as number;
      }
      merged[count++] = id;
      if (slicer.due()) await slicer.yield();
    }
    while (next < added.length) merged[count++] = added[next++] as number;
    return merged.subarray(0, count);
  }

  #noteChange(id: number): void {
    if (this.#sorted === null) return;
    this.#changed.push(id);
    if (this.#changed.length > this.#sorted.length * maxChangedShare + 1024) {
      this.#sorted = null;
      this.#changed = [];
    }
  }
}

async function sortedIds(columns: IndexColumns, slicer: Slicer): Promise<Uint32Array> {
  const sorted = await presentIds(columns, slicer);
  await sortIds(sorted, columns, slicer);
  return sorted;
}

/** Ids of all keys, in no particular order. */
export async function presentIds(columns: IndexColumns, slicer: Slicer): Promise<Uint32Array> {
  const ids = new Uint32Array(columns.capacity);
  let count = 0;
  for (let id = 0; id < columns.capacity; id++) {
    if (columns.holdsKey(id)) ids[count++] = id;
    if (slicer.due()) await slicer.yield();
  }
  return ids.slice(0, count);
}
