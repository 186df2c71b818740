import { equalBytes } from '../../../shared/bytes.ts';
import type { KeyQuery, ViewProgress } from '../../../shared/contract/keys.ts';
import { keyRows } from '../../../shared/rows.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import type { KeySet, Source } from '../sources/source.ts';
import { type Throttled, throttle } from '../throttle.ts';
import { lowerBound, prefixEnd } from './key-bounds.ts';
import { keyMatcher } from './key-matcher.ts';
import { keyRow } from './key-rows.ts';
import { sortKeys } from './sort-keys.ts';

/** Progress is told at most this often, in ms. */
const tellEveryMs = 100;
/** A view follows writes this long after the first of them, in ms, and rests a few times what following took. */
const followAfterMs = 150;
const followRest = 3;
const maxRestMs = 3000;

/** What pages are read from. `ids` may have room behind `count`. */
interface Shown {
  keys: KeySet;
  ids: Uint32Array;
  count: number;
}

/**
 * A list of keys that fills while it is scanned. Its rows are read by position; when something is written it is
 * filled again behind the scenes, and the old rows stay until the new ones are whole.
 */
export class KeyView {
  readonly id: string;
  readonly source: Source;
  readonly #query: KeyQuery;
  readonly #tell: Throttled;
  readonly #unsubscribe: () => void;
  readonly #abort = new AbortController();
  #shown: Shown | null = null;
  #lastShown: KeySet | null = null;
  #scanned = 0;
  #of = 0;
  #exact = false;
  #stopped = false;
  #generation = 0;
  #filling: Promise<void> | null = null;
  #dirty = false;
  #waiting: NodeJS.Timeout | null = null;
  /** How long following took the last time; filling for the first time takes longer and says nothing of it. */
  #followMs = 0;

  constructor(id: string, source: Source, query: KeyQuery, tell: (progress: ViewProgress) => void) {
    this.id = id;
    this.source = source;
    this.#query = query;
    this.#tell = throttle(() => tell(this.progress()), tellEveryMs);
    this.#unsubscribe = source.onKeys(() => this.#follow());
  }

  /** Resolves when the view is full; rejects when its source cannot be read. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
      if (this.#dirty) this.#follow();
    });
    return this.#filling;
  }

  progress(): ViewProgress {
    return {
      source: this.source.id,
      view: this.id,
      total: this.#shown?.count ?? 0,
      scanned: this.#scanned,
      of: this.#of,
      exact: this.#exact,
      stopped: this.#stopped,
      generation: this.#generation,
    };
  }

  page(first: number, count: number): { bytes: Uint8Array; first: number; total: number } {
    const rows = function* (this: KeyView) {
      const end = Math.min(first + count, this.#shown?.count ?? 0);
      for (let at = first; at < end; at++) yield keyRow((this.#shown as Shown).keys, this.#idAt(at));
    }.call(this);
    return { bytes: keyRows.encode(rows), first, total: this.#shown?.count ?? 0 };
  }

  /** Whole keys between two positions. */
  list(first: number, count: number): Uint8Array[] {
    const end = Math.min(first + count, this.#shown?.count ?? 0);
    const keys: Uint8Array[] = [];
    for (let at = first; at < end; at++) keys.push((this.#shown as Shown).keys.key(this.#idAt(at)).slice());
    return keys;
  }

  /** Where `key` stands; null when it is not in the view. */
  find(key: Uint8Array): number | null {
    const shown = this.#shown;
    if (!shown) return null;
    const all = shown.keys.ids;
    const place = lowerBound({ count: all.length, keyAt: (at) => shown.keys.key(all[at] as number) }, key);
    const id = all[place];
    if (id === undefined || !equalBytes(shown.keys.key(id), key)) return null;
    const at = shown.ids.subarray(0, shown.count).indexOf(id);
    if (at < 0) return null;
    return this.#reversed ? shown.count - 1 - at : at;
  }

  /** Ends the scan while the view fills for the first time: what has been found stays. */
  cancel(): ViewProgress {
    if (!this.#exact && !this.#stopped) {
      this.#stopped = true;
      this.#abort.abort();
      this.#tell();
    }
    return this.progress();
  }

  close(): void {
    this.#abort.abort();
    this.#unsubscribe();
    this.#tell.cancel();
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#shown?.keys.release();
    this.#shown = null;
  }

  /** Ids stand in key order; the other direction is a matter of reading them. */
  get #reversed(): boolean {
    return this.#query.sort.column === 'key' && this.#query.sort.descending;
  }

  #idAt(position: number): number {
    const shown = this.#shown as Shown;
    return shown.ids[this.#reversed ? shown.count - 1 - position : position] as number;
  }

  #follow(): void {
    this.#dirty = true;
    if (this.#waiting || this.#filling || this.#abort.signal.aborted) return;
    this.#waiting = setTimeout(
      () => {
        this.#waiting = null;
        // What makes a later filling fail shows in the source's own calls; the old rows stay.
        this.fill().catch(() => undefined);
      },
      Math.min(Math.max(followAfterMs, this.#followMs * followRest), maxRestMs),
    );
  }

  async #fill(): Promise<void> {
    const started = performance.now();
    this.#dirty = false;
    const { signal } = this.#abort;
    await this.#showUnordered();
    signal.throwIfAborted();
    const keys = await this.source.keys({
      versions: this.#query.sort.column === 'versions',
      onProgress: (done, total) => {
        if (!this.#exact) this.#report(done, total);
      },
    });
    try {
      signal.throwIfAborted();
      const slicer = new Slicer(signal);
      const matching = await this.#scan(keys, slicer);
      const { column, descending } = this.#query.sort;
      const ids =
        column === 'key' ? matching : await sortKeys(keys, matching, { column, descending }, slicer);
      signal.throwIfAborted();
      this.#show({ keys, ids, count: ids.length });
    } catch (error) {
      if (this.#lastShown !== keys) keys.release();
      throw error;
    }
    if (this.#exact) this.#followMs = performance.now() - started;
    this.#exact = true;
    this.#generation++;
    this.#tell();
  }

  /** The first rows of a long list must not wait for its order. */
  async #showUnordered(): Promise<void> {
    const { filter, under } = this.#query;
    if (this.#shown || filter || under) return;
    const keys = await this.source.unorderedKeys();
    if (!keys) return;
    this.#show({ keys, ids: keys.ids, count: keys.ids.length });
    this.#report(0, keys.ids.length);
  }

  /** Ids that match, in key order. While the view fills for the first time they are shown as they are found. */
  async #scan(keys: KeySet, slicer: Slicer): Promise<Uint32Array> {
    const matcher = keyMatcher(this.#query);
    if (matcher === 'nothing') return new Uint32Array(0);
    const ordered = { count: keys.ids.length, keyAt: (at: number) => keys.key(keys.ids[at] as number) };
    const from = matcher.prefix.length === 0 ? 0 : lowerBound(ordered, matcher.prefix);
    const to = matcher.prefix.length === 0 ? ordered.count : prefixEnd(ordered, matcher.prefix, from);
    const { test } = matcher;
    if (!test) {
      this.#report(to - from, to - from);
      const all = keys.ids.subarray(from, to);
      if (!this.#exact) this.#show({ keys, ids: all, count: all.length });
      return all;
    }
    const found = new Uint32Array(to - from);
    let count = 0;
    for (let at = from; at < to; at++) {
      const id = keys.ids[at] as number;
      if (test(keys.key(id))) found[count++] = id;
      if (slicer.due()) {
        if (!this.#exact) this.#show({ keys, ids: found, count });
        this.#report(at - from, to - from);
        await slicer.yield();
      }
    }
    this.#report(to - from, to - from);
    return found.subarray(0, count);
  }

  /** From here on the view holds the keys, until others are shown or it is closed. */
  #show(next: Shown): void {
    const before = this.#shown;
    this.#lastShown = next.keys;
    if (this.#abort.signal.aborted) {
      if (next.keys !== before?.keys) next.keys.release();
      return;
    }
    this.#shown = next;
    if (before && before.keys !== next.keys) before.keys.release();
  }

  #report(scanned: number, of: number): void {
    this.#scanned = scanned;
    this.#of = of;
    if (!this.#exact) this.#generation++;
    this.#tell();
  }
}
