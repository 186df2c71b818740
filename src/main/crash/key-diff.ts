import { type DiffRow, type diffCategories, maxKeyBytesInRow, orNone } from '../../shared/rows.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { Slicer } from '../engine/scan/slicer.ts';
import { DirectoryReader } from '../formats/log/directory-reader.ts';
import type { Log } from '../formats/log/log.ts';
import { newestOfStored, storedKeyAt } from '../formats/log/stored-key.ts';
import { KeyArena } from '../order/key-arena.ts';
import { sortInSlices } from '../order/sort-in-slices.ts';
import type { ReadDirectory } from './copy-directory.ts';
import {
  type Before,
  BeforeSide,
  type Change,
  changeIn,
  noPreview,
  type Preview,
  previewIn,
} from './sides.ts';

type Category = (typeof diffCategories)[number];

/** Of lost changes, the beginnings of so many values are kept from before the crash; the others show lengths only. */
const maxPreviews = 10_000;

const [kept, lostAcknowledged, lostUnpromised] = [0, 1, 2];

/** Before and after a crash, key by key: what was lost stands first, each part in key order. */
export class KeyDiff {
  readonly #before: BeforeSide;
  readonly #after: ReadDirectory;
  /** By key: its category, and its records before and after; -1 = none. */
  readonly #categories: Uint8Array;
  readonly #beforeIndex: Int32Array;
  readonly #afterIndex: Int32Array;
  /** Places of keys in the order in which they are shown. */
  readonly #order: Uint32Array;
  readonly #previews = new Map<number, Preview>();
  readonly counts: Readonly<Record<Category, number>>;

  private constructor(parts: {
    before: BeforeSide;
    after: ReadDirectory;
    categories: Uint8Array;
    beforeIndex: Int32Array;
    afterIndex: Int32Array;
    order: Uint32Array;
  }) {
    this.#before = parts.before;
    this.#after = parts.after;
    this.#categories = parts.categories;
    this.#beforeIndex = parts.beforeIndex;
    this.#afterIndex = parts.afterIndex;
    this.#order = parts.order;
    const counts = [0, 0, 0];
    for (const category of parts.categories) counts[category] = (counts[category] as number) + 1;
    this.counts = {
      kept: counts[kept] as number,
      'lost-acknowledged': counts[lostAcknowledged] as number,
      'lost-unpromised': counts[lostUnpromised] as number,
    };
  }

  static async build(before: Before, after: ReadDirectory, fileSystem: FileSystem): Promise<KeyDiff> {
    const slicer = new Slicer();
    const side = new BeforeSide(before);
    const pairs = await pairKeys(side, after.log, slicer);
    const order = await orderRows(side, after.log, pairs, slicer);
    const diff = new KeyDiff({ before: side, after, ...pairs, order });
    await diff.#keepPreviews(before.log, fileSystem);
    return diff;
  }

  /** How many rows a category has; `changed` = what was lost. */
  total(category: Category | 'all' | 'changed'): number {
    const [from, to] = this.#range(category);
    return to - from;
  }

  async rows(
    category: Category | 'all' | 'changed',
    first: number,
    count: number,
    fileSystem: FileSystem,
  ): Promise<DiffRow[]> {
    const [from, to] = this.#range(category);
    const files = new DirectoryReader(fileSystem, this.#after.log.directory);
    try {
      const rows: DiffRow[] = [];
      for (let at = from + first; at < Math.min(to, from + first + count); at++) {
        rows.push(await this.#row(this.#order[at] as number, files));
      }
      return rows;
    } finally {
      await files.close();
    }
  }

  /** Rows stand as lost-acknowledged, lost-unpromised, kept. */
  #range(category: Category | 'all' | 'changed'): [number, number] {
    const acknowledged = this.counts['lost-acknowledged'];
    const lost = acknowledged + this.counts['lost-unpromised'];
    const all = this.#order.length;
    switch (category) {
      case 'all':
        return [0, all];
      case 'changed':
        return [0, lost];
      case 'lost-acknowledged':
        return [0, acknowledged];
      case 'lost-unpromised':
        return [acknowledged, lost];
      case 'kept':
        return [lost, all];
    }
  }

  async #row(place: number, files: DirectoryReader): Promise<DiffRow> {
    const [beforeIndex, afterIndex] = [this.#beforeIndex[place] as number, this.#afterIndex[place] as number];
    const before = beforeIndex < 0 ? null : this.#before.change(beforeIndex);
    const after = afterIndex < 0 ? null : changeIn(this.#after.log.table, afterIndex);
    const category = this.#categories[place] as number;
    const seenAfter = after ? await previewIn(this.#after, afterIndex, files) : noPreview;
    const seenBefore = category === kept && before ? seenAfter : (this.#previews.get(place) ?? noPreview);
    return {
      category,
      key: ((before ?? after) as Change).key.subarray(0, maxKeyBytesInRow),
      before: seenBefore.bytes,
      beforeWords: seenBefore.words,
      beforeLength: orNone(before?.valueLength ?? null),
      beforeSeq: orNone(before?.seq ?? null),
      after: seenAfter.bytes,
      afterWords: seenAfter.words,
      afterLength: orNone(after?.valueLength ?? null),
      afterSeq: orNone(after?.seq ?? null),
    };
  }

  /** The directory goes on living and may be compacted; what a crash lost is read while it is still there. */
  async #keepPreviews(log: Log, fileSystem: FileSystem): Promise<void> {
    const files = new DirectoryReader(fileSystem, log.directory);
    try {
      const end = Math.min(this.total('changed'), maxPreviews);
      for (let at = 0; at < end; at++) {
        const place = this.#order[at] as number;
        const index = this.#beforeIndex[place] as number;
        this.#previews.set(place, await this.#before.preview(index, files));
      }
    } finally {
      await files.close();
    }
  }
}

interface Pairs {
  categories: Uint8Array;
  beforeIndex: Int32Array;
  afterIndex: Int32Array;
}

async function pairKeys(before: BeforeSide, after: Log, slicer: Slicer): Promise<Pairs> {
  const categories: number[] = [];
  const beforeIndex: number[] = [];
  const afterIndex: number[] = [];
  for (const begun of before.newestOfEachKey()) {
    const change = before.change(begun);
    const found = newestOfStored(after.table, change.key);
    const outcome = found < 0 ? null : changeIn(after.table, found);
    const answered = before.newestAcknowledged(begun);
    categories.push(categoryOf(change, answered, outcome));
    beforeIndex.push(begun);
    afterIndex.push(found);
    if (slicer.due()) await slicer.yield();
  }
  for (const found of after.table.newestOfEachKey()) {
    if (!before.has(storedKeyAt(after.table, found))) {
      categories.push(kept);
      beforeIndex.push(-1);
      afterIndex.push(found);
    }
    if (slicer.due()) await slicer.yield();
  }
  return {
    categories: Uint8Array.from(categories),
    beforeIndex: Int32Array.from(beforeIndex),
    afterIndex: Int32Array.from(afterIndex),
  };
}

function categoryOf(begun: Change, answered: Change | null, outcome: Change | null): number {
  if (sameOutcome(begun, outcome) || isSucceededBy(begun, outcome)) return kept;
  return sameOutcome(answered, outcome) ? lostUnpromised : lostAcknowledged;
}

/** A later change of the key is there: a writer that went on, or deleted it since its deadline had passed. */
function isSucceededBy(begun: Change, outcome: Change | null): boolean {
  return begun.seq !== null && (outcome?.seq ?? 0) > begun.seq;
}

/** The same change, or on both sides nothing to be read under the key. */
function sameOutcome(left: Change | null, right: Change | null): boolean {
  const [a, b] = [left?.valueLength ?? null, right?.valueLength ?? null];
  if (a === null || b === null) return a === b;
  return a === b && left?.seq === right?.seq;
}

async function orderRows(before: BeforeSide, after: Log, pairs: Pairs, slicer: Slicer): Promise<Uint32Array> {
  const rank = [2, 0, 1];
  const { categories, beforeIndex, afterIndex } = pairs;
  const keys = new KeyArena(categories.length);
  const places = new Uint32Array(categories.length);
  for (let i = 0; i < places.length; i++) {
    places[i] = i;
    const [left, right] = [beforeIndex[i] as number, afterIndex[i] as number];
    keys.add(left >= 0 ? before.change(left).key : storedKeyAt(after.table, right));
    if (slicer.due()) await slicer.yield();
  }
  const rankOf = (place: number) => rank[categories[place] as number] as number;
  return sortInSlices(places, (a, b) => rankOf(a) - rankOf(b) || keys.compare(a, b), slicer);
}
