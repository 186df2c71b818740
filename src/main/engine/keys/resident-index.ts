import type { KeyPage } from '../api.ts';
import { applyMerge, removeLeft } from '../compaction/apply-merge.ts';
import { applyMoved } from '../compaction/apply-moved.ts';
import { liveRecords } from '../compaction/live-records.ts';
import { isById } from '../compaction/live-walk.ts';
import type { IndexColumns } from '../index/index-columns.ts';
import { KeyIndex } from '../index/key-index.ts';
import { KeyOrder, presentIds } from '../index/key-order.ts';
import type { Slicer } from '../scan/slicer.ts';
import { ResidentView } from './resident-view.ts';
import type { HeldKeys, IndexView, MergedSegments, MergeStart, StoreIndex } from './store-index.ts';

/** What one look for keys to be deleted passes at most: well under a millisecond. */
const maxLookedAt = 20_000;

/** An index that keeps all keys in memory. Its ids stay a key's as long as the key is there. */
export class ResidentIndex extends KeyIndex implements StoreIndex {
  readonly inMemory = this;
  readonly #order = new KeyOrder(this);
  /** Where the next look for expired keys goes on. */
  #cursor = 0;

  get mayExpire(): boolean {
    return this.withDeadline > 0;
  }

  attach(): void {
    // All that is asked for is in memory.
  }

  delete(bytes: Uint8Array, start: number, length: number, hash: number): void {
    const id = this.find(bytes, start, length, hash);
    if (id >= 0) this.remove(id);
  }

  settle(): void {
    // Nothing that was put or deleted can have failed.
  }

  view(): IndexView {
    return new ResidentView(this, this.#order);
  }

  async held(sorted: boolean, nowMs: number, slicer: Slicer): Promise<HeldKeys> {
    const release = this.holdIds();
    const frozen = this.freeze();
    try {
      const all = sorted
        ? await this.#order.ids(frozen.columns, slicer)
        : await presentIds(frozen.columns, slicer);
      const ids = this.mayExpire ? await withoutExpired(all, frozen.columns, nowMs, slicer) : all;
      const now = (id: number): number => (this.columns.holdsKey(id) ? id : -1);
      return { ids, columns: this.columns, now, release };
    } catch (error) {
      release();
      throw error;
    } finally {
      frozen.release();
    }
  }

  keysFrom(position: number, limit: number, nowMs: number): KeyPage {
    const { columns, capacity } = this;
    const end = Math.min(position + Math.max(1, limit), capacity);
    const keys: Uint8Array[] = [];
    for (let id = position; id < end; id++) {
      if (columns.holdsKey(id) && columns.expireAt(id) > nowMs) keys.push(columns.key(id));
    }
    return { keys, next: end < capacity ? end : null };
  }

  expired(nowMs: number, limit: number): Uint8Array[] {
    const { columns, capacity } = this;
    const keys: Uint8Array[] = [];
    for (let looked = Math.min(maxLookedAt, capacity); looked > 0 && keys.length < limit; looked--) {
      this.#cursor = (this.#cursor + 1) % capacity;
      const id = this.#cursor;
      if (columns.holdsKey(id) && columns.expireAt(id) <= nowMs) keys.push(columns.key(id));
    }
    return keys;
  }

  expiredCount(nowMs: number): number {
    const { columns, capacity } = this;
    let count = 0;
    for (let id = 0; this.mayExpire && id < capacity; id++) {
      if (columns.holdsKey(id) && columns.expireAt(id) <= nowMs) count++;
    }
    return count;
  }

  beginMerge(): MergeStart {
    const { columns, release } = this.freeze();
    return { live: (segments, slicer) => liveRecords(columns, segments, slicer), release };
  }

  async moveTo({ replaced, merged, result, hint, onDropped }: MergedSegments, slicer: Slicer): Promise<void> {
    const { number } = merged;
    if (hint !== null) await applyMerge(this, replaced, number, hint, slicer);
    else await applyMoved(this, number, (result.moved ?? []).filter(isById), slicer);
    await removeLeft(this, replaced, slicer, onDropped);
    // Where there was garbage in the log there may be some in memory: keys that were deleted or have expired.
    await this.gatherKeys(slicer);
  }
}

async function withoutExpired(
  ids: Uint32Array,
  columns: IndexColumns,
  nowMs: number,
  slicer: Slicer,
): Promise<Uint32Array> {
  const alive = new Uint32Array(ids.length);
  let count = 0;
  for (const id of ids) {
    if (columns.expireAt(id) > nowMs) alive[count++] = id;
    if (slicer.due()) await slicer.yield();
  }
  return alive.subarray(0, count);
}
