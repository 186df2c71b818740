import type { IndexColumns } from '../index/index-columns.ts';
import type { FrozenIndex } from '../index/key-index.ts';
import { Slicer } from '../scan/slicer.ts';
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
  /** Ids of all keys in key order, expired ones among them. */
  readonly ids: Promise<Uint32Array>;
  readonly blocks: BlockCache;
  readonly #frozen: FrozenIndex;
  readonly #held: ReturnType<SegmentSet['hold']>;
  #holders = 0;

  constructor(state: StoreState) {
    this.nowMs = state.now();
    this.blocks = state.blocks;
    this.#frozen = state.index.freeze();
    this.#held = state.segments.hold();
    this.ids = state.order.ids(this.#frozen.columns, new Slicer());
    // Whoever never asks for the ids never hears of their failure either.
    this.ids.catch(() => undefined);
  }

  get columns(): IndexColumns {
    return this.#frozen.columns;
  }

  get segments(): SegmentSet {
    return this.#held.segments;
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
    // The ids may still be being sorted, by keys that must not change meanwhile: others will use that order.
    const thaw = (): void => this.#frozen.release();
    this.ids.then(thaw, thaw);
  }
}
