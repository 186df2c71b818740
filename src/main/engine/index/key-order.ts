import type { Slicer } from '../scan/slicer.ts';
import type { IndexColumns } from './index-columns.ts';
import type { KeyIndex } from './key-index.ts';
import { compareKeys, sortIds } from './sort-ids.ts';

/** When more keys than this share have come and gone, sorting anew is cheaper than keeping up. */
const maxChangedShare = 0.25;

/** Keys can come and go unnoticed as long as nobody waits for their order: so many are noted even of few keys. */
const minJournalLength = 1024;

/** Ids in key order, as they were at a version of the index. */
interface SortedIds {
  ids: Uint32Array;
  version: number;
}

/** The ids of all keys in the order of their bytes: sorted once, then kept up with what comes and goes. */
export class KeyOrder {
  readonly #index: KeyIndex;
  #sorted: SortedIds | null = null;
  /** Ids that got or lost a key since the version `#journalFrom`, one for each version. */
  #journal: number[] = [];
  #journalFrom = 0;
  /** Calls are served one after the other, each on what the one before it has sorted. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(index: KeyIndex) {
    this.#index = index;
    index.onStructure = (id) => this.#noteChange(id);
  }

  /**
   * Ids of all keys that `columns` holds, in key order; not to be changed. `columns` is the index frozen at this
   * moment: the call must come in the same turn, and it must stay frozen until the promise settles.
   */
  async ids(columns: IndexColumns, slicer: Slicer): Promise<Uint32Array> {
    const version = this.#index.structureVersion;
    if (this.#sorted?.version === version) return this.#sorted.ids;
    if (this.#sorted === null && this.#waiting === 0) this.#beginJournal(version);
    this.#waiting++;
    const turn = this.#lastTurn.then(() => this.#idsAt(version, columns, slicer));
    this.#lastTurn = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }

  async #idsAt(version: number, columns: IndexColumns, slicer: Slicer): Promise<Uint32Array> {
    const sorted = this.#sorted;
    if (sorted?.version === version) return sorted.ids;
    const changed = this.#journal.slice(0, version - this.#journalFrom);
    const ids =
      sorted === null || changed.length > sorted.ids.length * maxChangedShare
        ? await sortedIds(columns, slicer)
        : await this.#keptUp(sorted.ids, changed, columns, slicer);
    this.#keep({ ids, version });
    return ids;
  }

  /** For the next one to go on from, unless it is no longer known what has changed since. */
  #keep(sorted: SortedIds): void {
    if (sorted.version < this.#journalFrom) return;
    this.#journal.splice(0, sorted.version - this.#journalFrom);
    this.#journalFrom = sorted.version;
    this.#sorted = sorted;
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
    if (this.#sorted === null && this.#waiting === 0) return;
    this.#journal.push(id);
    const known = this.#sorted?.ids.length ?? this.#index.count;
    if (this.#journal.length <= known * maxChangedShare + minJournalLength) return;
    this.#sorted = null;
    this.#beginJournal(this.#index.structureVersion);
  }

  #beginJournal(version: number): void {
    this.#journal = [];
    this.#journalFrom = version;
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
