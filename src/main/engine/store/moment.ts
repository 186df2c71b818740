import type { KeyBound } from '../keys/key-bounds.ts';
import type { EntryColumns, IndexView } from '../keys/store-index.ts';
import type { SegmentSet } from '../segments/segment-set.ts';
import type { BlockCache } from './block-cache.ts';
import type { StoreState } from './store-state.ts';

/**
 * All keys and values of a store as they were when it was made: a frozen index, and the segments that it names kept
 * open. Someone must hold it from the turn in which it is made.
 */
export class Moment {
  /** ms since 1970; deadlines are judged by it. */
  readonly nowMs: number;
  readonly blocks: BlockCache;
  readonly #view: IndexView;
  readonly #held: ReturnType<SegmentSet['hold']>;
  #holders = 0;

  constructor(state: StoreState) {
    this.nowMs = state.now();
    this.blocks = state.blocks;
    this.#view = state.index.view();
    this.#held = state.segments.hold();
  }

  get columns(): EntryColumns {
    return this.#view.columns;
  }

  /** Keys there were, expired ones among them. */
  get count(): number {
    return this.#view.count;
  }

  get segments(): SegmentSet {
    return this.#held.segments;
  }

  /** The id of a key that was there and had not expired; -1 when there was none. */
  findAlive(key: Uint8Array): number {
    const id = this.#view.find(key);
    return id >= 0 && this.columns.expireAt(id) > this.nowMs ? id : -1;
  }

  /** At least all keys within the bounds in key order, expired ones among them, by ids of the columns that come too. */
  ordered(bounds: readonly KeyBound[]): ReturnType<IndexView['ordered']> {
    return this.#view.ordered(bounds);
  }

  /** Keeps all of it readable until the returned function is called. */
  hold(): () => void {
    this.#holders++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.#holders === 0) this.#free();
    };
  }

  #free(): void {
    this.#held.release();
    this.#view.release();
  }
}
